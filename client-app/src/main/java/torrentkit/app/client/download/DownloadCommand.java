package torrentkit.app.client.download;

import java.util.ArrayList;
import java.util.List;
import torrentkit.app.client.command.ClientCommand;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Parameter;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.console.LogSetup;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.app.client.source.HttpOptions;
import torrentkit.app.client.source.SourceList;

/** The options of {@code client-app download}, in groups; {@link DownloadRun} does the work. */
public final class DownloadCommand extends ClientCommand {
    private final Parameter<List<String>> sources = Parameter.texts("SOURCE", 0)
            .description("A .torrent file, the http(s) URL of one or of a path of server-app, a magnet link, or an"
                    + " info-hash; several are downloaded at the same time.");

    private final Option<String> input = Option.text("-i", "--input-file")
            .label("FILE")
            .description("Also download the sources in this file, one a line; - is the standard input.");

    private final DiskOptions disk = new DiskOptions();
    private final FileOptions files = new FileOptions();
    private final FaceOptions faces = new FaceOptions();
    private final RecordOptions records = new RecordOptions();
    private final PeerOptions peers = new PeerOptions();
    private final LimitOptions limits = new LimitOptions();
    private final SeedOptions seeding = new SeedOptions();
    private final HttpOptions http = new HttpOptions();

    public DownloadCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    protected void describe(Syntax syntax) {
        syntax.description("Downloads the content of torrents, and shares what is there meanwhile.")
                .add(sources, input, disk, files, faces, records, peers, limits, seeding, http);
    }

    @Override
    public ExitCode run() {
        List<String> all = new ArrayList<>(sources.get());
        refuse(
                records.replay().isPresent() && (!all.isEmpty() || input.isPresent()),
                "Option --replay shows a record and downloads nothing: leave the SOURCE out.");
        input.value().ifPresent(file -> all.addAll(SourceList.read(file)));
        refuse(
                all.isEmpty() && records.replay().isEmpty(),
                "Expected a SOURCE: a .torrent file, a URL, a magnet link or an info-hash; or -i FILE.");
        RunOptions options = checked(all.size() > 1);
        console.setQuiet(faces.quiet());
        faces.logFile().ifPresent(file -> LogSetup.writeTo(file, console));
        if (records.replay().isPresent()) {
            return ReplayRun.run(records.replay().get(), "last", records.speed(), faces, console, stop);
        }
        if (files.list()) {
            return new FileList(console, stop, options, all).run();
        }
        return new DownloadRun(console, stop, options, all).run();
    }

    private RunOptions checked(boolean several) {
        faces.check(disk.toStandardOutput());
        records.check();
        disk.check(several);
        peers.check();
        limits.check();
        seeding.check();
        refuse(
                disk.toStandardOutput() && seeding.seed(),
                "With -o - nothing is kept that could be shared: leave --seed and its like out.");
        refuse(
                disk.toStandardOutput() && seeding.onComplete().isPresent(),
                "With -o - there is no file for --on-complete: leave one of them out.");
        return new RunOptions(peers, disk, files, limits, seeding, faces, records, http.access(), files.filter());
    }

    private static void refuse(boolean wrong, String sentence) {
        if (wrong) {
            throw new Failure(ExitCode.BAD_OPTION, sentence);
        }
    }
}
