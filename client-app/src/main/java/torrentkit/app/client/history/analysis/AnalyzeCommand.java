package torrentkit.app.client.history.analysis;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import torrentkit.app.client.command.ClientCommand;
import torrentkit.app.client.command.JsonResult;
import torrentkit.app.client.command.LocalPath;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.history.HistoryFile;
import torrentkit.app.client.history.HistoryReader;
import torrentkit.app.client.history.RecordChoice;
import torrentkit.app.client.history.RunChoice;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;

/** {@code client-app analyze}: what a record tells about how a download went, as text, JSON and a picture. */
public final class AnalyzeCommand extends ClientCommand {
    private static final String BLOCKS = "▁▂▃▄▅▆▇█";
    private static final String PLAIN = ".:-=+*#@";

    private final RecordChoice chosen = new RecordChoice();

    private final Option<Boolean> json =
            Option.flag("--json").description("Show the figures as one JSON object instead of text.");

    private final Option<String> svg =
            Option.text("--svg").label("OUT").description("Also draw the figures into this file, which is replaced.");

    public AnalyzeCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    protected void describe(Syntax syntax) {
        syntax.description(
                        "Tells from the record of a run how its downloads went: throughput, slow and idle peers, what was"
                                + " wasted, and how the last pieces came.")
                .add(chosen, json, svg);
    }

    @Override
    public ExitCode run() {
        RunChoice choice = RunChoice.parse(chosen.run());
        HistoryFile record = HistoryFile.scan(chosen.file(), stop::isRequested);
        RunAnalyzer analyzer;
        try (HistoryReader reader = record.read(choice.in(record))) {
            analyzer = RunAnalyzer.of(reader, stop::isRequested);
        }
        List<TorrentFigures> torrents = analyzer.figures();
        if (torrents.isEmpty()) {
            throw new Failure(
                    ExitCode.NOT_FOUND,
                    "In run " + chosen.run() + " of " + record.file()
                            + " no download began; choose another one with --run, of " + record.runs() + ".");
        }
        svg.value()
                .map(out -> LocalPath.of(out, ExitCode.BAD_OPTION, "Option --svg"))
                .ifPresent(out -> SvgFile.write(out, AnalysisSvg.of(torrents)));
        if (json.get()) {
            console.result(JsonResult.line(writer -> AnalysisJson.write(writer, record, torrents)));
        } else {
            print(torrents, analyzer.leftOut());
        }
        return ExitCode.OK;
    }

    private void print(List<TorrentFigures> torrents, long leftOut) {
        String bars = canShowBlocks() ? BLOCKS : PLAIN;
        boolean first = true;
        for (TorrentFigures torrent : torrents) {
            if (!first) {
                console.result("");
            }
            first = false;
            AnalysisText.lines(torrent, ZoneId.systemDefault(), bars).forEach(console::result);
        }
        if (leftOut > 0) {
            console.error(
                    "client-app: warning: " + leftOut + " further downloads are left out; choose a run with --run.");
        }
    }

    private static boolean canShowBlocks() {
        String name = System.getProperty("sun.jnu.encoding", "UTF-8"); // what the streams are opened with
        Charset charset = Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
        return charset.canEncode() && charset.newEncoder().canEncode(BLOCKS);
    }
}
