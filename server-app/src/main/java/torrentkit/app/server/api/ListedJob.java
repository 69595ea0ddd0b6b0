package torrentkit.app.server.api;

import java.util.List;
import java.util.Optional;
import torrentkit.metainfo.InfoHash;

/**
 * The making of one torrent.
 *
 * @param totalBytes of the content; 0 while that is not known
 * @param infoHash once it is done
 * @param reason why it failed, a sentence
 */
public record ListedJob(
        String id,
        List<String> path,
        State state,
        long hashedBytes,
        long totalBytes,
        Optional<InfoHash> infoHash,
        Optional<String> reason) {
    /** How far it is. */
    public enum State {
        WAITING,
        HASHING,
        DONE,
        FAILED
    }

    public boolean ended() {
        return state == State.DONE || state == State.FAILED;
    }
}
