package torrentkit.app.server.catalogue;

import torrentkit.metainfo.InfoHash;

/** Who hands out what was hashed, and has to be told when that is no longer what lies on disk. Thread-safe. */
public interface Publisher {
    /**
     * What a torrent was read from has changed or is gone. Whoever reads it must stop.
     *
     * @param reason a sentence
     * @param another whether the same content lies at another path too, from which it can be read instead
     */
    void withdraw(InfoHash infoHash, String reason, boolean another);
}
