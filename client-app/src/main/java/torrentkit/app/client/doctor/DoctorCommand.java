package torrentkit.app.client.doctor;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import torrentkit.app.client.command.ClientCommand;
import torrentkit.app.client.command.JsonResult;
import torrentkit.app.client.command.LocalPath;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Parameter;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.doctor.Finding.Subject;
import torrentkit.app.client.doctor.Finding.Verdict;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.app.client.source.HttpAccess;
import torrentkit.app.client.source.HttpOptions;
import torrentkit.app.client.source.MetadataFetch;
import torrentkit.app.client.source.SwarmOptions;
import torrentkit.app.client.source.TorrentSource;

/** {@code client-app doctor}: says what would keep a download from working, and what to do. */
public final class DoctorCommand extends ClientCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Parameter<String> source = Parameter.text("SOURCE").description("What download takes.");

    private final Option<String> directory = Option.text("-d", "--dir")
            .label("DIR")
            .description("The directory that would be downloaded into. Default: the working directory.");

    private final Option<Integer> port = Option.number("--port")
            .label("N")
            .orElse(0)
            .description("The port that would be listened on. Default: any free one.");

    private final Option<Boolean> json = Option.flag("--json")
            .description("Print a JSON object for each finding, and one for the conclusion, on a line each.");

    private final SwarmOptions swarm = new SwarmOptions();
    private final HttpOptions http = new HttpOptions();

    public DoctorCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    protected void describe(Syntax syntax) {
        syntax.description(
                        "Looks for what would keep a download from working: names, trackers, addresses, peers, ports, disk and"
                                + " clock. Says what to do. Downloads nothing.")
                .add(source, directory, port, json, swarm, http);
    }

    @Override
    public ExitCode run() {
        List<Finding> findings = new ArrayList<>();
        Consumer<Finding> found = finding -> {
            findings.add(finding);
            console.clearProgress();
            (json.get() ? List.of(json(finding)) : lines(finding)).forEach(console::result);
        };
        HttpAccess access = http.access();
        Path target = LocalPath.of(directory.value().orElse("."), ExitCode.BAD_OPTION, "Option -d");
        try {
            Examination.Order order = new Examination.Order(
                    TorrentSource.open(source.get(), swarm.with(access), stop),
                    origin(),
                    swarm.peers(),
                    port.get(),
                    target,
                    access);
            new Examination(order, stop, found)
                    .run(magnet -> new MetadataFetch(console, stop).fetch(magnet, swarm.peers(), access, PATIENCE));
        } catch (Failure e) {
            if (stop.isRequested() || e.code() == ExitCode.BAD_OPTION) {
                throw e;
            }
            origin().map(URI::getHost)
                    .ifPresent(host -> new NameCheck(InetAddress::getAllByName)
                            .look(List.of(host))
                            .forEach(found));
            found.accept(Finding.problem(
                    Subject.SOURCE, e.code(), e.getMessage(), "Nothing else can be looked at before that."));
        }
        ExitCode code = findings.stream()
                .filter(finding -> finding.verdict() == Verdict.PROBLEM)
                .findFirst()
                .map(Finding::code)
                .orElse(ExitCode.OK);
        console.result(json.get() ? json(code, conclusion(findings)) : conclusion(findings));
        return code;
    }

    private Optional<URI> origin() {
        try {
            return source.get().startsWith("http://") || source.get().startsWith("https://")
                    ? Optional.of(new URI(source.get())).filter(url -> url.getHost() != null)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty(); // opening the source says so
        }
    }

    private static String json(Finding finding) {
        return JsonResult.line(json -> {
            json.writeStringField("subject", word(finding.subject()));
            json.writeStringField("verdict", word(finding.verdict()));
            json.writeStringField("text", finding.text());
            if (finding.advice().isPresent()) {
                json.writeStringField("advice", finding.advice().get());
            }
        });
    }

    private static String json(ExitCode code, String conclusion) {
        return JsonResult.line(json -> {
            json.writeNumberField("code", code.number());
            json.writeStringField("text", conclusion);
        });
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> lines(Finding finding) {
        List<String> lines = new ArrayList<>();
        lines.add(pad(word(finding.verdict()), 9) + pad(word(finding.subject()), 9) + finding.text());
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
                .flatMap(DoctorCommand::remedy)
                .orElse("");
        return problems == 0
                ? "A download should work; it may work better after this: " + first
                : "A download would fail. First of all: " + first;
    }

    /** What is wrong with a source says itself what to do about it. */
    private static Optional<String> remedy(Finding finding) {
        return finding.subject() == Subject.SOURCE ? Optional.of(finding.text()) : finding.advice();
    }

    private static long count(List<Finding> findings, Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }
}
