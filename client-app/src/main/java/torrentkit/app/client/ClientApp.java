package torrentkit.app.client;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import torrentkit.app.client.command.ClientCommand;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.command.Version;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.console.LogSetup;
import torrentkit.app.client.console.StandardOutput;
import torrentkit.app.client.console.Terminal;
import torrentkit.app.client.doctor.DoctorCommand;
import torrentkit.app.client.download.DownloadCommand;
import torrentkit.app.client.download.ReplayCommand;
import torrentkit.app.client.download.SeedCommand;
import torrentkit.app.client.history.analysis.AnalyzeCommand;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.app.client.torrent.CreateCommand;
import torrentkit.app.client.torrent.InfoCommand;
import torrentkit.app.client.torrent.MagnetCommand;
import torrentkit.app.client.torrent.MetadataCommand;
import torrentkit.app.client.torrent.ScrapeCommand;
import torrentkit.app.client.torrent.VerifyCommand;

/**
 * The command {@code client-app}: finds the subcommand, runs it, and ends the process with its {@link ExitCode}. A subcommand's class
 * is loaded only when it is asked for, since loading is most of what a short run costs.
 */
public final class ClientApp {
    private static final List<String> COMMANDS = List.of(
            "download",
            "seed",
            "replay",
            "analyze",
            "create",
            "info",
            "verify",
            "magnet",
            "metadata",
            "scrape",
            "doctor");

    /** What a shell reports for programs that the system ends when they write to a pipe without a reader. */
    private static final int CLOSED_PIPE = 128 + 13;

    private final Console console;
    private final StopSignal stop;

    ClientApp(Console console, StopSignal stop) {
        this.console = console;
        this.stop = stop;
    }

    /** Runs the command and ends the process. */
    public static void main(String[] args) {
        Charset charset = charset();
        StandardOutput raw = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        PrintStream out = new PrintStream(raw, false, charset);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), false, charset);
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
            out.println(Version.text()); // without loading picocli, of which this needs nothing
            out.flush();
            return;
        }
        avoidNeedlessLoading();
        Terminal terminal = new Terminal();
        Console console = new Console(raw, out, err, Terminal.isStandardOutput(), terminal::columns);
        LogSetup.install(console);
        StopSignal stop = StopSignal.ofProcess();
        console.whenOutputFails(() -> stop.request(new Failure(ExitCode.INTERRUPTED, "")));
        ClientApp app = new ClientApp(console, stop);
        ExitCode code = app.run(args);
        out.flush();
        System.exit(raw.failure().isEmpty() ? code.number() : app.withoutOutput(raw, code));
    }

    /** A closed pipe is no complaint; a full disk under the standard output is. */
    private int withoutOutput(StandardOutput output, ExitCode code) {
        if (output.isClosedPipe()) {
            return CLOSED_PIPE;
        }
        Path name = Path.of("the standard output");
        return code == ExitCode.OK || code == ExitCode.INTERRUPTED
                ? report(Failures.writing(
                                "cannot write to the standard output",
                                name,
                                output.failure().orElseThrow(),
                                ExitCode.FILE_IO))
                        .number()
                : code.number();
    }

    /** Parts of our libraries that would cost a fifth of a short run and that nobody asks for here. */
    private static void avoidNeedlessLoading() {
        setIfAbsent("io.netty.jfr.enabled", "false"); // flight recorder events for each buffer
        setIfAbsent("picocli.converters.excludes", "java\\..*"); // option types such as java.sql.Time
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** What the terminal, and file names, are encoded in. The JDK's own choice for its streams differs between versions. */
    private static Charset charset() {
        try {
            return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** Runs the command; whatever happens becomes an exit code and, unless that is 0, a sentence on the standard error. */
    ExitCode run(String... args) {
        LogSetup.setVerbose(false);
        CommandLine line = commandLine(args);
        line.setExpandAtFiles(false); // @FILE is for the option to read, so that a secret is not an argument
        StringPrinter help = new StringPrinter(console);
        line.setOut(help.writer());
        line.setErr(help.writer());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setParameterExceptionHandler((e, arguments) -> report(wrong(e)).number());
        line.setExecutionExceptionHandler((e, failed, parsed) -> report(e).number());
        int number = execute(line, args);
        help.print();
        return Arrays.stream(ExitCode.values())
                .filter(code -> code.number() == number)
                .findFirst()
                .orElse(ExitCode.OTHER);
    }

    private int execute(CommandLine line, String[] args) {
        try {
            return line.execute(args);
        } catch (Error e) { // picocli looks at exceptions only
            return report(e).number();
        }
    }

    /** All commands as picocli knows them, for manual pages and completions. Runs nothing. */
    static CommandLine describe() {
        Console nowhere = new Console(System.out, System.err, false, () -> 80);
        return new ClientApp(nowhere, new StopSignal()).commandLine(new String[0]);
    }

    private CommandLine commandLine(String[] args) {
        Syntax syntax = new Syntax(this).description("Downloads torrents, and makes, shows and verifies them.");
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(Integer.toString(code.number()), code.meaning());
        }
        syntax.spec()
                .name("client-app")
                .usageMessage()
                .synopsisSubcommandLabel("COMMAND")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(codes)
                .footer("%n'client-app COMMAND --help' tells more about a command.");
        CommandLine line = syntax.line();
        boolean one = args.length > 0 && COMMANDS.contains(args[0]);
        for (String name : one ? List.of(args[0]) : COMMANDS) {
            line.addSubcommand(name, command(name).line());
        }
        return line;
    }

    private ClientCommand command(String name) {
        return switch (name) {
            case "download" -> new DownloadCommand(console, stop);
            case "seed" -> new SeedCommand(console, stop);
            case "create" -> new CreateCommand(console, stop);
            case "info" -> new InfoCommand(console, stop);
            case "verify" -> new VerifyCommand(console, stop);
            case "magnet" -> new MagnetCommand(console, stop);
            case "metadata" -> new MetadataCommand(console, stop);
            case "scrape" -> new ScrapeCommand(console, stop);
            case "replay" -> new ReplayCommand(console, stop);
            case "analyze" -> new AnalyzeCommand(console, stop);
            case "doctor" -> new DoctorCommand(console, stop);
            default -> throw new IllegalArgumentException("no command is called " + name);
        };
    }

    private static Failure wrong(ParameterException e) {
        String help = " See '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.";
        List<String> similar =
                e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String hint = similar.isEmpty() ? "" : " Did you mean " + String.join(" or ", similar.subList(0, 1)) + "?";
        return new Failure(ExitCode.BAD_OPTION, Failures.sentence(inWords(firstLine(e.getMessage()))) + hint + help, e);
    }

    /** Without picocli's words from programming. */
    private static String inWords(String text) {
        return text.replaceFirst(" is not an? (int|long)$", " is not a whole number")
                .replaceFirst(" is not a double$", " is not a number")
                .replaceFirst("^Unmatched argument at index \\d+: ", "Unknown command or unexpected argument: ")
                .replaceFirst("^Missing required subcommand$", "Expected a command");
    }

    private static String firstLine(String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }

    private ExitCode report(Throwable thrown) {
        console.clearProgress();
        Failure failure = Failures.of(thrown);
        if (!String.valueOf(failure.getMessage()).isEmpty()) { // a closed pipe wants to hear nothing
            console.error("client-app: " + failure.getMessage());
        }
        if (LogSetup.isVerbose() && !(failure.getCause() instanceof ParameterException)) {
            LogSetup.printTrace(console, failure);
        }
        return failure.code();
    }

    /** Collects what picocli writes (help texts) and prints it line by line through the console. */
    private static final class StringPrinter {
        private final Console console;
        private final StringWriter text = new StringWriter();

        StringPrinter(Console console) {
            this.console = console;
        }

        PrintWriter writer() {
            return new PrintWriter(text, true);
        }

        void print() {
            text.toString().lines().forEach(console::result);
        }
    }
}
