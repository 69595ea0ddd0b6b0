package torrentkit.app.client.download;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

/** The options about who follows a run as it goes on: a face, the metrics, {@code --json}. A picocli mixin. */
public final class FaceOptions {
    private static final int DEFAULT_WEB_PORT = 3000;
    private static final int DEFAULT_METRICS_PORT = 5000;

    /** How a person sees the run. */
    enum Mode {
        MINIMAL,
        NCURSES,
        WEB,
        NONE;

        /** Lower case as in the issue, on the command line. */
        static final class Converter implements ITypeConverter<Mode> {
            @Override
            public Mode convert(String text) {
                for (Mode mode : values()) {
                    if (mode.name().equals(text.toUpperCase(Locale.ROOT))) {
                        return mode;
                    }
                }
                throw new TypeConversionException("expected minimal, ncurses, web or none, found '" + text + "'");
            }
        }
    }

    @Option(
            names = {"-m", "--mode"},
            paramLabel = "MODE",
            converter = Mode.Converter.class,
            description = "How to show the run: minimal, one line; ncurses, the whole terminal; web, a page in the"
                    + " browser; none. Default: minimal.")
    private Optional<Mode> mode = Optional.empty();

    @Option(
            names = "--web-port",
            paramLabel = "N",
            description = "The port of the page of -m web, on this machine only; 0 takes any free one. Default: 3000,"
                    + " or any free one when that is taken.")
    private Optional<Integer> webPort = Optional.empty();

    @Option(
            names = "--metrics-port",
            paramLabel = "N",
            description =
                    "Answer Prometheus at http://localhost:N/metrics meanwhile; 0 does not. Default: 5000, if free.")
    private Optional<Integer> metricsPort = Optional.empty();

    @Option(
            names = "--json",
            description = "Write what happens as JSON on the standard output, one object a line; messages go to the"
                    + " standard error.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show nothing but errors.")
    private boolean quiet;

    @Option(names = "--log-file", paramLabel = "FILE", description = "Append log messages to this file.")
    private Optional<String> logFile = Optional.empty();

    /**
     * @param toOutput whether the content goes to the standard output
     * @throws Failure if an option's value cannot be used, or two contradict each other
     */
    public void check(boolean toOutput) {
        webPort.ifPresent(port -> Ranges.check("--web-port", port, 0, PortRange.HIGHEST));
        metricsPort.ifPresent(port -> Ranges.check("--metrics-port", port, 0, PortRange.HIGHEST));
        refuse(webPort.isPresent() && mode() != Mode.WEB, "Option --web-port is for -m web: give that as well.");
        refuse(
                json && toOutput,
                "Options --json and -o - both want the standard output: write the content to a file instead.");
        refuse(
                json && mode.isPresent() && mode() != Mode.WEB && mode() != Mode.NONE,
                "Option --json takes the standard output: with it, -m can only be web or none.");
        refuse(
                toOutput && mode() == Mode.NCURSES,
                "With -o - the standard output is not for -m ncurses: choose -m minimal, web or none.");
    }

    private static void refuse(boolean wrong, String sentence) {
        if (wrong) {
            throw new Failure(ExitCode.BAD_OPTION, sentence);
        }
    }

    Mode mode() {
        return mode.orElse(json ? Mode.NONE : Mode.MINIMAL);
    }

    int webPort() {
        return webPort.orElse(DEFAULT_WEB_PORT);
    }

    /** Whether a person asked for that port, so that it must be had. */
    boolean webPortWanted() {
        return webPort.isPresent();
    }

    /** 0 for none. */
    int metricsPort() {
        return metricsPort.orElse(DEFAULT_METRICS_PORT);
    }

    /** Whether a person asked for the metrics, so that they must be had. */
    boolean metricsWanted() {
        return metricsPort.isPresent();
    }

    boolean json() {
        return json;
    }

    boolean quiet() {
        return quiet;
    }

    Optional<Path> logFile() {
        return logFile.map(text -> Target.local(text, ExitCode.BAD_OPTION, "Option --log-file"));
    }
}
