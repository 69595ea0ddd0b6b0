package torrentkit.app.client.download;

import java.util.List;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.history.EventStream;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.app.client.source.FileFilter;
import torrentkit.app.client.source.FileLines;
import torrentkit.metainfo.Metainfo;

/** {@code --list}: the files of each source with the numbers that {@code --select} takes; those that are not selected are left out. */
final class FileList {
    private final Console console;
    private final StopSignal stop;
    private final RunOptions options;

    FileList(Console console, StopSignal stop, RunOptions options) {
        this.console = console;
        this.stop = stop;
        this.options = options;
    }

    ExitCode run(List<String> sources) {
        options.limits().deadline().ifPresent(time -> stop.expireAfter(time, "--deadline"));
        try (EventStream nobody = new EventStream(List.of());
                SharedParts shared = new SharedParts(options.peers(), options.limits(), options.http())) {
            TorrentLoad load = new TorrentLoad(new RunParts(
                    console,
                    stop,
                    options,
                    shared,
                    nobody,
                    new Claims(sources),
                    new Report(console, sources.size() > 1, false)));
            for (String source : sources) {
                print(load.torrent(load.open(source)), sources.size() > 1);
            }
        }
        return ExitCode.OK;
    }

    private void print(TorrentLoad.Loaded loaded, boolean named) {
        Metainfo metainfo = loaded.metainfo();
        if (named) {
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
