package torrentkit.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The command line of the simulation; {@code benchmarks/simulate} starts it. */
public final class SimulationApp {
    private static final String USAGE = String.join(
            System.lineSeparator(),
            "usage: simulate [--start-up] [--seconds] [--seeds N] [--set KNOB=VALUE]... [SCENARIO]...",
            "       simulate --large N                a swarm of N peers",
            "       simulate [--set KNOB=VALUE]... --scaling DIRECTORY [N]...   writes swarm-simulation.csv and .svg there",
            "       simulate --plot DIRECTORY         draws the .svg from the .csv again",
            "scenarios: " + String.join(" ", Scenarios.small().keySet()),
            "knobs:");

    private Tuning tuning = Tuning.STANDARD;
    private boolean startUp;
    private boolean bySecond;
    private int seeds = 1;
    private final List<Scenario> chosen = new ArrayList<>();

    private SimulationApp() {}

    /** @param arguments as the usage says */
    public static void main(String[] arguments) {
        try {
            new SimulationApp().run(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(USAGE);
            for (Knob knob : Knob.values()) {
                System.err.println("  " + knob.label() + " (" + number(knob.standard()) + ")");
            }
            System.exit(2);
        }
    }

    private void run(List<String> arguments) {
        Map<String, Scenario> known = Scenarios.small();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "--seconds" -> bySecond = true;
                case "--start-up" -> startUp = true;
                case "--seeds" -> seeds = Integer.parseInt(arguments.get(++i));
                case "--set" -> turn(arguments.get(++i));
                case "--plot" -> {
                    Path file = Path.of(arguments.get(++i), "swarm-simulation.csv");
                    write(
                            file.resolveSibling("swarm-simulation.svg"),
                            ScalingStudy.read(file).svg());
                    return;
                }
                case "--scaling" -> {
                    scale(Path.of(arguments.get(i + 1)), arguments.subList(i + 2, arguments.size()));
                    return;
                }
                case "--large" -> chosen.add(Scenarios.large(Integer.parseInt(arguments.get(++i))));
                default -> {
                    if (!known.containsKey(argument)) {
                        throw new IllegalArgumentException("there is no scenario \"" + argument + "\"");
                    }
                    chosen.add(known.get(argument));
                }
            }
        }
        System.out.println(
                "| scenario | all s | x bound | median s | first s | origin copies | announces/s | wasted % | CPU s |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (Scenario scenario : chosen.isEmpty() ? known.values() : chosen) {
            row(scenario.withTuning(scenario.tuning().with(tuning)));
        }
    }

    private void scale(Path directory, List<String> sizes) {
        int[] peers = sizes.isEmpty()
                ? new int[] {100, 1_000, 10_000}
                : sizes.stream().mapToInt(Integer::parseInt).toArray();
        ScalingStudy.run(
                peers,
                count -> Scenarios.large(count)
                        .withTuning(Scenarios.large(count).tuning().with(tuning)),
                study -> {
                    write(directory.resolve("swarm-simulation.csv"), study.table());
                    write(directory.resolve("swarm-simulation.svg"), study.svg());
                });
        System.out.print(
                ScalingStudy.read(directory.resolve("swarm-simulation.csv")).table());
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private void turn(String setting) {
        int equals = setting.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("a knob is turned with KNOB=VALUE, not \"" + setting + "\"");
        }
        tuning = tuning.with(Knob.of(setting.substring(0, equals)), Double.parseDouble(setting.substring(equals + 1)));
    }

    private void row(Scenario scenario) {
        for (int seed = 1; seed <= seeds; seed++) {
            Scenario seeded = scenario.withSeed(seed);
            long begin = System.nanoTime();
            Result result = Simulation.run(startUp ? Scenarios.startingUp(seeded) : seeded);
            double cpu = (System.nanoTime() - begin) / 1e9;
            double first =
                    result.finished().isEmpty() ? Double.NaN : result.finished().get(0);
            System.out.println(String.join(
                    " | ",
                    "| " + scenario.name()
                            + (result.unfinished() > 0 ? " (" + result.unfinished() + " unfinished)" : ""),
                    number(result.all()),
                    number(result.overBound()),
                    number(result.median()),
                    number(first),
                    number(result.copies()),
                    number(result.announcesPerSecond()),
                    number(100 * result.wasted()),
                    number(cpu) + " |"));
            if (bySecond) {
                seconds(result);
            }
        }
    }

    /** What was sent in each second of what the links could carry, and how much of everything everybody has. */
    private static void seconds(Result result) {
        Scenario scenario = result.scenario();
        double payload = scenario.tuning().of(Knob.PAYLOAD_PERCENT) / 100 / 8;
        double up = scenario.peers().stream().mapToDouble(PeerPlan::up).sum() * payload;
        double everything = (double) scenario.contentBytes() * scenario.peers().size();
        Moment before = result.moments().get(0);
        for (Moment moment : result.moments()) {
            if (moment.second() > 0) {
                System.out.println("  " + moment.second() + " s: origin "
                        + number(100 * (moment.originBytes() - before.originBytes()) / scenario.originUp() / payload)
                        + " %, peers " + number(100 * (moment.peerBytes() - before.peerBytes()) / up)
                        + " % of their links; "
                        + number(100 * moment.verifiedBytes() / everything) + " % had, " + moment.finished()
                        + " finished");
            }
            before = moment;
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 || value == Math.rint(value) ? "%.0f" : "%.2f", value);
    }
}
