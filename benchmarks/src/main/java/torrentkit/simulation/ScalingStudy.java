package torrentkit.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/** How a swarm fares that is ten times larger, and ten times larger again: its figures as a table of comma-separated values and a plot. */
final class ScalingStudy {
    private static final String HEAD =
            "peers,all_s,bound_s,median_s,origin_copies,announces_per_s,announces_in_busiest_s,wasted_percent";
    private static final String STYLE = """
            <style>
            text { font-family: system-ui, sans-serif; font-size: 12px; fill: #333 }
            .title { font-size: 14px; font-weight: 600 }
            .label, .tick { fill: #555 }
            .tick, .value { font-size: 11px }
            .grid { stroke: #ddd } .axis { stroke: #777 }
            .line { fill: none; stroke-width: 2 }
            .line.s0 { stroke: #0b62b8 } circle.s0, .value.s0 { fill: #0b62b8 }
            .line.s1 { stroke: #b4500a; stroke-dasharray: 5 3 } circle.s1, .value.s1 { fill: #b4500a }
            .back { fill: #fff }
            @media (prefers-color-scheme: dark) {
            text { fill: #ddd } .label, .tick { fill: #aaa } .grid { stroke: #3a3a3a } .axis { stroke: #888 }
            .line.s0 { stroke: #6cb2f5 } circle.s0, .value.s0 { fill: #6cb2f5 }
            .line.s1 { stroke: #f0a060 } circle.s1, .value.s1 { fill: #f0a060 }
            .back { fill: #16181c }
            }
            </style>
            """;

    private final List<double[]> rows;

    private ScalingStudy(List<double[]> rows) {
        this.rows = rows;
    }

    /** Runs a scenario for each number of peers. @param soFar told after each, since the largest takes long */
    static ScalingStudy run(int[] peers, Function<Integer, Scenario> scenario, Consumer<ScalingStudy> soFar) {
        List<double[]> rows = new ArrayList<>();
        for (int count : peers) {
            Result result = Simulation.run(scenario.apply(count));
            rows.add(new double[] {
                count,
                result.all(),
                result.scenario().bound(),
                result.median(),
                result.copies(),
                result.announcesPerSecond(),
                result.mostAnnounces(),
                100 * result.wasted()
            });
            soFar.accept(new ScalingStudy(List.copyOf(rows)));
        }
        return new ScalingStudy(rows);
    }

    /** Reads what {@link #table} wrote. */
    static ScalingStudy read(Path file) {
        try {
            return new ScalingStudy(Files.readAllLines(file).stream()
                    .skip(1)
                    .map(line -> Arrays.stream(line.split(","))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** A line for each number of peers, under one that names the columns. */
    String table() {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        for (double[] row : rows) {
            text.append((int) row[0]);
            for (int i = 1; i < row.length; i++) {
                text.append(String.format(Locale.ROOT, ",%.3f", row[i]));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** The plot, for light and dark screens. */
    String svg() {
        List<Panel> panels = List.of(
                new Panel(
                        "Completion time",
                        "time ÷ fluid bound",
                        List.of(
                                series("all peers", row -> row[1] / row[2]),
                                series("half of them", row -> row[3] / row[2])),
                        false),
                new Panel(
                        "Sent by the origin",
                        "bytes ÷ size of the content",
                        List.of(series("copies", row -> row[4])),
                        false),
                new Panel(
                        "Load of the tracker",
                        "announces per second",
                        List.of(series("busiest second", row -> row[6]), series("on average", row -> row[5])),
                        true));
        int width = panels.size() * Panel.WIDTH;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">\n",
                width,
                Panel.HEIGHT,
                width,
                Panel.HEIGHT));
        svg.append(
                "<title>Simulated swarms: completion time, copies sent by the origin, load of the tracker</title>\n");
        svg.append(STYLE);
        svg.append(
                String.format(Locale.ROOT, "<rect class=\"back\" width=\"%d\" height=\"%d\"/>\n", width, Panel.HEIGHT));
        for (int i = 0; i < panels.size(); i++) {
            svg.append(panels.get(i).svg(i * Panel.WIDTH));
        }
        return svg.append("</svg>\n").toString();
    }

    private Panel.Series series(String name, Function<double[], Double> value) {
        return new Panel.Series(
                name,
                rows.stream()
                        .map(row -> new Panel.Point(row[0], value.apply(row)))
                        .toList());
    }
}
