package torrentkit.app.client.download;

import java.util.List;
import torrentkit.app.client.command.JsonResult;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.history.EventStream;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.app.client.source.FileFilter;
import torrentkit.app.client.source.FileLines;
import torrentkit.app.client.source.HttpTorrent;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;

/**
 * {@code --list}: the files of each source with the numbers that {@code --select} takes; those that are not selected are left out. With
 * {@code --json} a line for each source: {@code type} is {@code files}, with {@code source}, {@code torrent}, {@code name} and
 * {@code files}, each with {@code number}, {@code path} and {@code size}; or, of one that failed, {@code result} with {@code source},
 * {@code code} and {@code text}. A last line of type {@code exit} has the worst {@code code}.
 */
final class FileList {
    private final Console console;
    private final StopSignal stop;
    private final RunOptions options;
    private final List<String> sources;

    FileList(Console console, StopSignal stop, RunOptions options, List<String> sources) {
        this.console = console;
        this.stop = stop;
        this.options = options;
        this.sources = sources;
    }

    ExitCode run() {
        options.limits().deadline().ifPresent(time -> stop.expireAfter(time, "--deadline"));
        Report report = new Report(console, sources.size() > 1, false);
        ExitCode worst = ExitCode.OK;
        try (EventStream nobody = new EventStream(List.of());
                SharedParts shared = new SharedParts(options.peers(), options.limits(), options.http())) {
            TorrentLoad load =
                    new TorrentLoad(new RunParts(console, stop, options, shared, nobody, new Claims(sources), report));
            for (String source : sources) {
                worst = worst.worse(list(source, load, report));
            }
        }
        if (options.faces().json()) {
            int code = worst.number();
            console.result(JsonResult.line(json -> {
                json.writeStringField("type", "exit");
                json.writeNumberField("code", code);
            }));
        }
        return worst;
    }

    /** @throws Failure when the run is to stop; that of a source is told, and the others are listed all the same */
    private ExitCode list(String source, TorrentLoad load, Report report) {
        try {
            TorrentLoad.Loaded loaded = load.torrent(load.open(source));
            if (options.faces().json()) {
                console.result(json(source, loaded));
            } else {
                print(loaded);
            }
            return ExitCode.OK;
        } catch (RuntimeException e) {
            Failure failure = Failures.of(e);
            if (failure.code() == ExitCode.INTERRUPTED || failure.code() == ExitCode.DEADLINE) {
                throw failure;
            }
            String shown = HttpTorrent.shown(source);
            report.error(shown, failure);
            if (options.faces().json()) {
                console.result(json(shown, failure));
            }
            return failure.code();
        }
    }

    private static String json(String shown, Failure failure) {
        return JsonResult.line(json -> {
            json.writeStringField("type", "result");
            json.writeStringField("source", shown);
            json.writeNumberField("code", failure.code().number());
            json.writeStringField("text", String.valueOf(failure.getMessage()));
        });
    }

    private static String json(String source, TorrentLoad.Loaded loaded) {
        Metainfo metainfo = loaded.metainfo();
        List<Integer> numbered = FileFilter.numbered(metainfo.files());
        return JsonResult.line(json -> {
            json.writeStringField("type", "files");
            json.writeStringField("source", HttpTorrent.shown(source));
            json.writeStringField("torrent", metainfo.infoHash().toString());
            json.writeStringField("name", metainfo.name());
            json.writeArrayFieldStart("files");
            for (int number = 1; number <= numbered.size(); number++) {
                int index = numbered.get(number - 1);
                if (loaded.files().has(index)) {
                    FileEntry file = metainfo.files().get(index);
                    json.writeStartObject();
                    json.writeNumberField("number", number);
                    json.writeStringField("path", file.joinedPath());
                    json.writeNumberField("size", file.length());
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
        });
    }

    private void print(TorrentLoad.Loaded loaded) {
        Metainfo metainfo = loaded.metainfo();
        if (sources.size() > 1) {
            console.result(metainfo.name() + ":");
        }
        List<Integer> numbered = FileFilter.numbered(metainfo.files());
        for (int number = 1; number <= numbered.size(); number++) {
            int file = numbered.get(number - 1);
            if (loaded.files().has(file)) {
                console.result(FileLines.line(number, metainfo.files().get(file)));
            }
        }
    }
}
