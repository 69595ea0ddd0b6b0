package torrentkit.app.client.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
 * A download whose target is there already. When that is the complete content, nothing is left to do; anything else is overwritten only
 * when that was asked for. Unfinished downloads are no targets: they have a name of their own.
 */
final class ExistingTarget {
    private final Console console;
    private final StopSignal stop;
    private final StorageExecutor storage;

    ExistingTarget(Console console, StopSignal stop, StorageExecutor storage) {
        this.console = console;
        this.stop = stop;
        this.storage = storage;
    }

    /**
     * The complete content that is there; empty when it is something else, which may be overwritten.
     *
     * @throws Failure if it is something else, which may not be overwritten
     */
    Optional<Content> look(Metainfo metainfo, Path target, boolean overwrite) {
        String share = "";
        if (couldBe(metainfo, target)) {
            Verification found = verify(metainfo, target);
            console.clearProgress();
            if (found.whole().isPresent()) {
                return found.whole();
            }
            share = " (" + found.good().count() + " of "
                    + Quantity.count(found.good().size(), "piece") + " match)";
        }
        if (overwrite) {
            return Optional.empty();
        }
        throw new Failure(
                ExitCode.EXISTS,
                target + " exists already and is not the content of this torrent" + share
                        + ". Move it away, choose another name with -o, or replace it with --overwrite.");
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
        HashProgress progress = new HashProgress(console, "verifying " + metainfo.name());
        return stop.await(
                new ContentVerifier(storage).verify(metainfo, target, progress), HashProgress.PERIOD, progress::draw);
    }
}
