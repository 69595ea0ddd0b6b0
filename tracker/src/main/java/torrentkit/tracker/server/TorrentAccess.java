package torrentkit.tracker.server;

import java.net.InetAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import torrentkit.metainfo.InfoHash;

/**
 * Which torrents are tracked, and for whom. The tracker asks at each announce and scrape of a torrent that was not registered, and
 * keeps nothing about the answer. It asks on its event loops, from several threads at once: the answer must come without blocking.
 */
public interface TorrentAccess {
    /** The most characters of a key. */
    int MAX_KEY = 512;

    /**
     * Whether a peer may announce.
     *
     * @param key the segment of the URL before {@code /announce}, as in {@code http://host:port/KEY/announce}, which is 1 to
     *     {@link #MAX_KEY} characters of {@code A-Z a-z 0-9 - _ . ~}; UDP peers show it as BEP 41 says
     * @param from the peer's address, as far as the tracker believes it
     */
    Access announce(InfoHash infoHash, Optional<String> key, InetAddress from);

    /**
     * Whether somebody may see the size of a swarm. Who may not gets no entry for the torrent, as if it were unknown (BEP 48).
     *
     * @param key the segment of the URL before {@code /scrape}; never over UDP, which has no place for it
     * @param from the asker's address
     */
    Access scrape(InfoHash infoHash, Optional<String> key, InetAddress from);

    /**
     * A peer whose announce was granted said that it leaves ({@code event=stopped}). For those that remember who announced; the
     * others need not care.
     *
     * @param from the peer's address, as in {@link #announce}
     */
    default void stopped(InfoHash infoHash, Optional<String> key, InetAddress from) {}

    /** The answer. */
    sealed interface Access {
        /** There is no such torrent, or the asker must not learn that there is. */
        Access UNKNOWN = new Unknown();
        /** The torrent is tracked, and this process seeds it. */
        Access SEEDED_HERE = new Granted(true);
        /** The torrent is tracked. */
        Access TRACKED = new Granted(false);

        /** There is no such torrent, or the asker must not learn that there is. */
        record Unknown() implements Access {}

        /**
         * The asker may take part.
         *
         * @param seededHere whether the tracker's {@linkplain Tracker#localSeed local seed} has the torrent
         */
        record Granted(boolean seededHere) implements Access {}

        /**
         * The asker may not take part, and is told why.
         *
         * @param sentence for the asker, 1 to 200 printable ASCII characters; it repeats nothing that the asker sent
         * @param retryIn when it is worth asking again (BEP 31), sent as minutes rounded up; {@link #NEVER} for never; empty says
         *     nothing about it
         */
        record Refused(String sentence, Optional<Duration> retryIn) implements Access {
            /** Asking again will never help. */
            public static final Duration NEVER = ChronoUnit.FOREVER.getDuration();

            private static final int MAX_SENTENCE = 200;

            /** @throws IllegalArgumentException for a sentence that cannot be sent, or a negative delay */
            public Refused {
                Objects.requireNonNull(retryIn, "retryIn");
                if (sentence.isEmpty()
                        || sentence.length() > MAX_SENTENCE
                        || !sentence.chars().allMatch(c -> c >= ' ' && c < 127)) {
                    throw new IllegalArgumentException(
                            "a refusal is 1 to " + MAX_SENTENCE + " printable ASCII characters, unlike: " + sentence);
                }
                if (retryIn.isPresent() && retryIn.get().isNegative()) {
                    throw new IllegalArgumentException("a delay is not negative, unlike " + retryIn.get());
                }
            }
        }
    }
}
