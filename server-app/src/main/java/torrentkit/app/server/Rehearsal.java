package torrentkit.app.server;

import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import torrentkit.app.server.http.EntityTag;
import torrentkit.app.server.torrents.PublicUrls;
import torrentkit.content.Content;
import torrentkit.content.ContentHasher;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.piece.PieceHasher;
import torrentkit.storage.StorageExecutor;

/**
 * Does once, right after the start and on threads that have nothing to do yet, what the first request will need: so that the
 * classes are there and the processor's SHA-1 instructions are in use. That saves a tenth of a second of the first hashing. The
 * content is this program's own archive; the outcome is thrown away.
 */
final class Rehearsal {
    private Rehearsal() {}

    static void start(StorageExecutor threads, PublicUrls urls, InetAddress reachedAt) {
        threads.execute(PieceHasher::prepare);
        ownArchive()
                .ifPresent(archive -> new ContentHasher(threads)
                        .hash(archive, MetainfoOptions.defaults(), hashedBytes -> {})
                        .thenApply(content -> EntityTag.of(torrent(content, urls, reachedAt))));
    }

    private static byte[] torrent(Content content, PublicUrls urls, InetAddress reachedAt) {
        return content.metainfo()
                .withTrackers(List.of(List.of(urls.announce(reachedAt, false, Optional.empty()))))
                .toBytes();
    }

    /** None while the program runs from a directory of classes. */
    private static Optional<Path> ownArchive() {
        CodeSource source = Rehearsal.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(source.getLocation().toURI())).filter(Files::isRegularFile);
        } catch (URISyntaxException | RuntimeException e) {
            return Optional.empty(); // loaded from somewhere unusual: then the first request is on its own
        }
    }
}
