package torrentkit.app.client.face;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import torrentkit.app.client.console.DisplayText;
import torrentkit.app.client.console.Quantity;

/** A run as one line of clean text. Pure functions. */
final class MinimalLine {
    private static final int SHORT_NAME = 16;
    private static final int SHORTEST_NAME = 8;
    private static final String GAP = "  ";

    private MinimalLine() {}

    /** The whole line, for logs: as long as it needs to be. */
    static String plain(RunTotals run) {
        String name = name(run);
        return DisplayText.clean(
                switch (run.activity()) {
                    case DOWNLOADING -> {
                        List<String> facts = new ArrayList<>(List.of(
                                phrase("Downloading " + name, run),
                                percent(run),
                                Quantity.rate(run.downloadRate()),
                                "ETA " + eta(run)));
                        if (run.uploadRate() >= 1) {
                            facts.add("sending " + Quantity.rate(run.uploadRate()));
                        }
                        run.limit().ifPresent(limit -> facts.add("limited by " + limit));
                        yield String.join(", ", facts);
                    }
                    case SHARING -> String.join(", ", sharing(name, run), Quantity.rate(run.uploadRate()));
                    default -> waiting(name, run);
                });
    }

    /**
     * The line for a terminal: the longest of its forms that fits. The name is shortened in all of them, but not beyond
     * recognition, before a shorter one is taken.
     *
     * @param columns it may take
     */
    static String fitted(RunTotals run, int columns) {
        String name = DisplayText.clean(name(run));
        for (Form form : Form.values()) {
            int others = DisplayText.width(DisplayText.clean(form.of("", run)));
            int enough = form.compareTo(Form.TIGHT) < 0 ? SHORT_NAME : SHORTEST_NAME;
            if (others + Math.min(enough, DisplayText.width(name)) <= columns) {
                return DisplayText.clean(form.of(DisplayText.cut(name, columns - others), run));
            }
        }
        return DisplayText.cut(DisplayText.clean(Form.SHORTEST.of(DisplayText.cut(name, SHORTEST_NAME), run)), columns);
    }

    /** From the longest to the shortest. All but the last differ only while something arrives. */
    private enum Form {
        ALL,
        WITHOUT_UPLOAD,
        WITHOUT_LIMIT,
        TIGHT,
        WITHOUT_VERB,
        COUNTS,
        SHARES,
        SHORTEST;

        String of(String name, RunTotals run) {
            return switch (run.activity()) {
                case DOWNLOADING -> downloading(name, run);
                case SHARING ->
                    compareTo(COUNTS) < 0
                            ? sharing(name, run) + GAP + Quantity.rate(run.uploadRate())
                            : "Sharing " + name + GAP + Quantity.shortBytes(run.uploadRate()) + "/s";
                default -> waiting(name, run);
            };
        }

        private String downloading(String name, RunTotals run) {
            String rate = Quantity.rate(run.downloadRate());
            String tight = Quantity.shortBytes(run.downloadRate()) + "/s";
            String full =
                    phrase("Downloading " + name, run) + GAP + percent(run) + GAP + rate + GAP + "ETA " + eta(run);
            return switch (this) {
                case ALL -> full + sending(run) + limit(run);
                case WITHOUT_UPLOAD -> full + limit(run);
                case WITHOUT_LIMIT -> full;
                case TIGHT ->
                    phrase("Downloading " + name, run) + " " + percent(run) + " " + tight + " ETA " + eta(run);
                case WITHOUT_VERB -> phrase(name, run) + " " + percent(run) + " " + tight + " ETA " + eta(run);
                case COUNTS ->
                    name + GAP + run.completed() + "/" + run.pieces() + GAP + percent(run) + GAP + tight + GAP
                            + Quantity.count(run.peers(), "peer") + GAP + "ETA " + eta(run);
                case SHARES -> name + GAP + percent(run) + GAP + tight + GAP + eta(run);
                case SHORTEST -> percent(run) + " " + tight + " " + name;
            };
        }
    }

    private static String name(RunTotals run) {
        if (run.torrents() > 1) {
            return run.torrents() + " torrents" + (run.ended() > 0 ? " (" + run.ended() + " ended)" : "");
        }
        return run.name().orElse("");
    }

    private static String phrase(String what, RunTotals run) {
        return what + ": " + Quantity.count(run.completed(), "piece") + " of " + run.pieces() + " completed ("
                + Quantity.count(run.peers(), "peer") + ")";
    }

    private static String sharing(String name, RunTotals run) {
        return "Sharing " + name + ": " + Quantity.bytes(run.uploaded()) + " sent ("
                + Quantity.count(run.peers(), "peer") + ")";
    }

    private static String waiting(String name, RunTotals run) {
        return switch (run.activity()) {
            case CHECKING -> "Checking " + name + " for what is there from an earlier run";
            case FINISHING -> "Writing " + name + " to disk";
            case FAILED -> "Stopping " + name;
            default -> "Starting";
        };
    }

    private static String percent(RunTotals run) {
        return run.percent(run.pieces() >= 1000 ? 1 : 0);
    }

    private static String sending(RunTotals run) {
        return run.uploadRate() < 1 ? "" : GAP + "up " + Quantity.rate(run.uploadRate());
    }

    private static String limit(RunTotals run) {
        return run.limit().map(words -> GAP + "limited by " + words).orElse("");
    }

    /** Time left at the present rate; a dash when nothing arrives. */
    private static String eta(RunTotals run) {
        OptionalLong seconds = run.secondsLeft();
        return seconds.isPresent() ? Quantity.time(seconds.getAsLong()) : "-";
    }
}
