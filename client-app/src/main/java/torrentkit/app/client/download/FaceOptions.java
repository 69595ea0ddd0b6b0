package torrentkit.app.client.download;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import torrentkit.app.client.command.LocalPath;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.command.SyntaxPart;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

/** The options about who follows a run as it goes on: a face, the metrics, {@code --json}. */
public final class FaceOptions implements SyntaxPart {
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

    private final Option<Mode> mode = Option.of(Mode.class, new Mode.Converter(), "-m", "--mode")
            .label("MODE")
            .description("How to show the run: minimal, one line; ncurses, the whole terminal; web, a page in the"
                    + " browser; none. Default: minimal.");

    private final Option<Integer> webPort = Option.number("--web-port")
            .label("N")
            .description("The port of the page of -m web, on this machine only; 0 takes any free one. Default: 3000,"
                    + " or any free one when that is taken.");

    private final Option<Integer> metricsPort = Option.number("--metrics-port")
            .label("N")
            .description(
                    "Answer Prometheus at http://localhost:N/metrics meanwhile; 0 does not. Default: 5000, if free.");

    private final Option<Boolean> json = Option.flag("--json")
            .description("Write what happens as JSON on the standard output, one object a line; messages go to the"
                    + " standard error.");

    private final Option<Boolean> quiet = Option.flag("-q", "--quiet").description("Show nothing but errors.");

    private final Option<String> logFile =
            Option.text("--log-file").label("FILE").description("Append log messages to this file.");

    @Override
    public void addTo(Syntax syntax) {
        syntax.add(mode, webPort, metricsPort, json, quiet, logFile);
    }

    /**
     * @param toOutput whether the content goes to the standard output
     * @throws Failure if an option's value cannot be used, or two contradict each other
     */
    public void check(boolean toOutput) {
        webPort.value().ifPresent(port -> Ranges.check("--web-port", port, 0, PortRange.HIGHEST));
        metricsPort.value().ifPresent(port -> Ranges.check("--metrics-port", port, 0, PortRange.HIGHEST));
        refuse(webPort.isPresent() && mode() != Mode.WEB, "Option --web-port is for -m web: give that as well.");
        refuse(
                json.get() && toOutput,
                "Options --json and -o - both want the standard output: write the content to a file instead.");
        refuse(
                json.get() && mode.isPresent() && mode() != Mode.WEB && mode() != Mode.NONE,
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
        return mode.value().orElse(json.get() ? Mode.NONE : Mode.MINIMAL);
    }

    int webPort() {
        return webPort.value().orElse(DEFAULT_WEB_PORT);
    }

    /** Whether a person asked for that port, so that it must be had. */
    boolean webPortWanted() {
        return webPort.isPresent();
    }

    /** 0 for none. */
    int metricsPort() {
        return metricsPort.value().orElse(DEFAULT_METRICS_PORT);
    }

    /** Whether a person asked for the metrics, so that they must be had. */
    boolean metricsWanted() {
        return metricsPort.isPresent();
    }

    boolean json() {
        return json.get();
    }

    boolean quiet() {
        return quiet.get();
    }

    Optional<Path> logFile() {
        return logFile.value().map(text -> LocalPath.of(text, ExitCode.BAD_OPTION, "Option --log-file"));
    }
}
