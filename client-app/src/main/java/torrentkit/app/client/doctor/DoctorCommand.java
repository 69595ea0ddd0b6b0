package torrentkit.app.client.doctor;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import torrentkit.app.client.command.ClientCommand;
import torrentkit.app.client.command.Version;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.doctor.Finding.Verdict;
import torrentkit.app.client.download.Target;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.app.client.source.PeerAddress;
import torrentkit.app.client.source.TorrentSource;
import torrentkit.tracker.client.TrackerClientConfig;

/** {@code client-app doctor}: says what would keep a download from working, and what to do. */
@Command(
        name = "doctor",
        description =
                "Looks for what would keep a download from working: names, trackers, addresses, peers, ports, disk and"
                        + " clock. Says what to do. Downloads nothing.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
public final class DoctorCommand extends ClientCommand {
    @Parameters(paramLabel = "SOURCE", description = "What download takes.")
    private String source;

    @Option(
            names = {"-d", "--dir"},
            paramLabel = "DIR",
            description = "The directory that would be downloaded into. Default: the working directory.")
    private Optional<String> directory = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "The port that would be listened on. Default: any free one.")
    private int port;

    @Option(names = "--peer", paramLabel = "HOST:PORT", description = "Also try this peer; may be given several times.")
    private List<String> peers = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object for each finding, on a line of its own.")
    private boolean json;

    public DoctorCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    public ExitCode run() {
        List<Finding> findings = new ArrayList<>();
        Examination.Order order = new Examination.Order(
                TorrentSource.load(source, stop),
                source.startsWith("http") ? Optional.of(URI.create(source)) : Optional.empty(),
                peers.stream().map(PeerAddress::parse).toList(),
                port,
                Target.local(directory.orElse("."), ExitCode.BAD_OPTION, "Option -d"),
                TrackerClientConfig.defaults());
        new Examination(order, stop, finding -> {
                    findings.add(finding);
                    lines(finding).forEach(console::result);
                })
                .run();
        console.result(conclusion(findings));
        return findings.stream()
                .filter(finding -> finding.verdict() == Verdict.PROBLEM)
                .findFirst()
                .map(Finding::code)
                .orElse(ExitCode.OK);
    }

    private static List<String> lines(Finding finding) {
        String mark = finding.verdict().name().toLowerCase(Locale.ROOT);
        String subject = finding.subject().name().toLowerCase(Locale.ROOT);
        List<String> lines = new ArrayList<>();
        lines.add(pad(mark, 9) + pad(subject, 9) + finding.text());
        finding.advice().ifPresent(advice -> lines.add(" ".repeat(18) + advice));
        return lines;
    }

    private static String pad(String word, int columns) {
        return word + " ".repeat(columns - word.length());
    }

    static String conclusion(List<Finding> findings) {
        long problems = count(findings, Verdict.PROBLEM);
        long warnings = count(findings, Verdict.WARNING);
        if (problems == 0 && warnings == 0) {
            return "Nothing stands in the way of a download.";
        }
        String first = findings.stream()
                .filter(finding -> finding.verdict() == (problems > 0 ? Verdict.PROBLEM : Verdict.WARNING))
                .findFirst()
                .flatMap(Finding::advice)
                .orElse("");
        return problems == 0
                ? "A download should work; it may work better after this: " + first
                : "A download would fail. First of all: " + first;
    }

    private static long count(List<Finding> findings, Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }
}
