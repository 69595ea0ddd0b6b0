package torrentkit.app.client.download;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import torrentkit.app.client.command.ClientCommand;
import torrentkit.app.client.command.Version;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.app.client.source.PeerAddress;

/** The options of {@code client-app download}; {@link DownloadRun} does the work. */
@Command(
        name = "download",
        description = "Downloads a torrent's content, and shares what is there meanwhile.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
public final class DownloadCommand extends ClientCommand {
    private static final int HIGHEST_PORT = 0xffff;
    private static final int MOST_SECONDS = 30 * 24 * 3600;

    @Parameters(paramLabel = "SOURCE", description = "A .torrent file, or the http(s) URL of one.")
    private String source;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "OUT",
            description =
                    "The file or top directory to make; or the directory to put it into, when OUT exists as one or ends in /.")
    private Optional<String> out = Optional.empty();

    @Option(
            names = {"-d", "--dir"},
            paramLabel = "DIR",
            description = "The directory to download into; made if needed. Default: the working directory.")
    private Optional<String> directory = Optional.empty();

    @Option(names = "--seed", description = "Go on uploading after completion, until stopped by a signal.")
    private boolean seed;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Listen for peers on this port. Default: any free one.")
    private int port;

    @Option(names = "--peer", paramLabel = "HOST:PORT", description = "Also try this peer; may be given several times.")
    private List<String> peers = new ArrayList<>();

    @Option(
            names = "--stall-timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description =
                    "Give up when nobody is connected for so long, or nothing arrives for five times as long; 0 never"
                            + " gives up. Default: 120.")
    private int stallTimeout;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show nothing but errors.")
    private boolean quiet;

    public DownloadCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    public ExitCode run() {
        inRange("--port", port, 0, HIGHEST_PORT);
        inRange("--stall-timeout", stallTimeout, 0, MOST_SECONDS);
        console.setQuiet(quiet);
        List<InetSocketAddress> addresses =
                peers.stream().map(PeerAddress::parse).toList();
        return new DownloadRun(console, stop)
                .run(new DownloadRun.Order(
                        source, out, directory, addresses, port, seed, Duration.ofSeconds(stallTimeout)));
    }

    private static void inRange(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new Failure(
                    ExitCode.BAD_OPTION,
                    "Option " + option + ": expected a number from " + least + " to " + most + ", found " + value
                            + ".");
        }
    }
}
