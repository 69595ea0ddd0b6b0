package torrentkit.app.client.face;

import java.util.Locale;
import torrentkit.app.client.console.DisplayText;
import torrentkit.app.client.console.Quantity;
import torrentkit.downloader.DownloadProgress;

/** A download's progress as one line of text. Pure functions. */
public final class ProgressLine {
    private static final int SHORTEST_NAME = 8;
    private static final String GAP = "  ";

    private ProgressLine() {}

    /** The line without a name, for logs: as long as it needs to be. */
    public static String plain(DownloadProgress progress) {
        return switch (progress.phase()) {
            case CHECKING -> "checking what is there from an earlier run";
            case FINISHING -> pieces(progress) + ", writing to disk";
            case COMPLETE -> sharing(progress);
            default ->
                String.join(
                        ", ",
                        pieces(progress),
                        percent(progress),
                        Quantity.rate(progress.downloadRate()),
                        peers(progress),
                        "ETA " + eta(progress));
        };
    }

    /**
     * The line for a terminal. When it is too long the name is shortened first, then what stands at the end goes.
     *
     * @param name of the content, clean
     * @param columns it may take
     */
    public static String fitted(String name, DownloadProgress progress, int columns) {
        String facts = switch (progress.phase()) {
            case CHECKING -> "checking";
            case FINISHING -> "100%" + GAP + "writing to disk";
            case COMPLETE -> sharing(progress);
            default ->
                String.join(
                        GAP,
                        progress.verifiedPieces() + "/" + progress.totalPieces(),
                        percent(progress),
                        Quantity.rate(progress.downloadRate()),
                        peers(progress),
                        "ETA " + eta(progress));
        };
        int forName = Math.max(SHORTEST_NAME, columns - DisplayText.width(facts) - GAP.length());
        return DisplayText.cut(DisplayText.cut(name, forName) + GAP + facts, columns);
    }

    private static String sharing(DownloadProgress progress) {
        return "sharing" + GAP + Quantity.bytes(progress.uploadedBytes()) + " sent" + GAP
                + Quantity.rate(progress.uploadRate()) + GAP + peers(progress);
    }

    private static String pieces(DownloadProgress progress) {
        return progress.verifiedPieces() + " of " + Quantity.count(progress.totalPieces(), "piece");
    }

    /** Rounded down, so that 100% means all. */
    private static String percent(DownloadProgress progress) {
        double share = 100.0 * progress.verifiedBytes() / progress.totalBytes();
        return progress.totalPieces() >= 1000
                ? String.format(Locale.ROOT, "%.1f%%", Math.floor(share * 10) / 10)
                : String.format(Locale.ROOT, "%.0f%%", Math.floor(share));
    }

    private static String peers(DownloadProgress progress) {
        return Quantity.count(progress.peers(), "peer");
    }

    /** Time left at the present rate; a dash when nothing arrives. */
    private static String eta(DownloadProgress progress) {
        long left = progress.totalBytes() - progress.verifiedBytes();
        if (left == 0) {
            return "0:00";
        }
        if (progress.downloadRate() < 1) {
            return "-";
        }
        return Quantity.time((long) Math.ceil(left / progress.downloadRate()));
    }
}
