package torrentkit.app.client.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.console.HashProgress;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.content.Content;
import torrentkit.content.ContentVerifier;
import torrentkit.content.Verification;
import torrentkit.metainfo.Metainfo;
import torrentkit.storage.StorageExecutor;

/**
 * A download whose target is there already. When that is the complete content, nothing is left to do; anything else is never
 * overwritten. Unfinished downloads are no targets: they have a name of their own.
 */
public final class ExistingTarget {
    private final Console console;
    private final StopSignal stop;

    ExistingTarget(Console console, StopSignal stop) {
        this.console = console;
        this.stop = stop;
    }

    ExitCode run(Metainfo metainfo, Path target, DownloadRun.Order order) {
        if (!couldBe(metainfo, target)) {
            throw different(target, "");
        }
        Verification found = verify(metainfo, target);
        console.clearProgress();
        if (found.whole().isEmpty()) {
            String share = " (" + found.good().count() + " of "
                    + Quantity.count(found.good().size(), "piece") + " match)";
            throw different(target, share);
        }
        console.line("Download complete already: " + target + " ("
                + Quantity.bytes(metainfo.layout().totalLength()) + ", "
                + Quantity.count(found.good().size(), "piece") + " verified)");
        Content content = found.whole().get();
        return order.seed() ? new SeedRun(console, stop).run(content, order.port()) : ExitCode.OK;
    }

    /** What size and kind say: hashing gigabytes only to refuse them would be a waste. */
    private static boolean couldBe(Metainfo metainfo, Path target) {
        if (metainfo.isDirectory()) {
            return Files.isDirectory(target);
        }
        try {
            return Files.isRegularFile(target)
                    && Files.size(target) == metainfo.layout().totalLength();
        } catch (IOException e) {
            throw Failures.reading("cannot examine " + target, target, e);
        }
    }

    private Verification verify(Metainfo metainfo, Path target) {
        try (StorageExecutor storage = StorageExecutor.sizedByCores()) {
            HashProgress progress = new HashProgress(console, "verifying " + metainfo.name());
            return stop.await(
                    new ContentVerifier(storage).verify(metainfo, target, progress),
                    HashProgress.PERIOD,
                    progress::draw);
        }
    }

    private static Failure different(Path target, String found) {
        return new Failure(
                ExitCode.EXISTS,
                target + " exists already and is not the content of this torrent" + found
                        + ". Move it away, or choose another name with -o.");
    }
}
