package torrentkit.seeder;

import java.util.Optional;
import torrentkit.content.Content;
import torrentkit.metainfo.InfoHash;

/**
 * Content that a {@link Seeder} serves without keeping it in memory: it is loaded when a peer asks for it and dropped when no peer is
 * left. Thread-safe. See {@link Seeder#serve}.
 */
public interface ContentSource {
    /** Whether this torrent can be had. Asked on event loops for every handshake that names a torrent not loaded: must not block. */
    boolean offers(InfoHash infoHash);

    /**
     * Loads what a peer asked for. Called on a storage thread, where it may block; once for all peers that ask at the same time.
     *
     * @return the content with this info-hash, or nothing when it is gone by now
     */
    Optional<Content> load(InfoHash infoHash);

    /**
     * The content changed since it was hashed, is gone, or may not be read; it is served no longer. From now on
     * {@link #offers} should say no. Called on any thread, once for each time that it was loaded; not called for what
     * {@link Seeder#withdraw} took back.
     *
     * @param reason a sentence
     */
    void withdrawn(InfoHash infoHash, String reason);
}
