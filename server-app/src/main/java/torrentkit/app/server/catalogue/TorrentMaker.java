package torrentkit.app.server.catalogue;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import torrentkit.app.server.config.ContentSettings;
import torrentkit.content.Content;
import torrentkit.content.ContentHasher;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.peer.RateLimit;
import torrentkit.storage.StorageExecutor;

/** Makes torrents as the settings have them. */
final class TorrentMaker implements Hashing {
    private final ContentHasher hasher;
    private final MetainfoOptions options;

    TorrentMaker(ContentSettings settings, StorageExecutor threads) {
        hasher = new ContentHasher(threads, RateLimit.of(settings.hashingRate()));
        options = MetainfoOptions.defaults()
                .withPrivate(settings.privateTorrents())
                .withPieceLength(settings.pieceLength().orElse(0));
    }

    @Override
    public CompletableFuture<Content> hash(Path content, String name, LongConsumer hashedBytes) {
        return hasher.hash(content, options.withName(name), hashedBytes);
    }

    @Override
    public boolean wouldMake(Content content, String name) {
        Metainfo metainfo = content.metainfo();
        int pieceLength = options.pieceLength() == 0
                ? ContentHasher.pieceLength(metainfo.layout().totalLength())
                : options.pieceLength();
        return metainfo.name().equals(name)
                && metainfo.isPrivate() == options.isPrivate()
                && metainfo.layout().pieceLength() == pieceLength;
    }
}
