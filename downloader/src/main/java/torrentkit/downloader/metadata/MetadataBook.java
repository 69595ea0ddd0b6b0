package torrentkit.downloader.metadata;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which peer is asked for which piece of an info dictionary, and who lied when the whole has the wrong hash. Only the whole has a hash,
 * so: peers that claim the same length share one attempt first. If that turns out wrong and several had sent parts of it, each must
 * send the whole by itself from then on, a few at a time, which shows who the liars are: one honest peer among any number of them is
 * enough. What is held of all attempts together is bounded. Thread-safe; nothing is called while its lock is held.
 *
 * @param <P> a peer
 */
public final class MetadataBook<P> {
    /** Peers that send the whole by themselves at the same time. */
    static final int MAX_ALONE = 4;

    /** Bytes held of all attempts. */
    static final int MAX_BUFFERED = 48 << 20;

    private static final long SECOND = 1_000_000_000L;
    private static final long ATTEMPT_NANOS = 30 * SECOND;
    private static final int SLOWEST_BYTES_PER_SECOND = 64 << 10;

    /**
     * A whole that is to be judged.
     *
     * @param senders those whose bytes are in it
     */
    public record Whole<P>(byte[] bytes, Set<P> senders) {
        /** The one who sent all of it, if it was one. */
        public Optional<P> sender() {
            return senders.size() == 1 ? Optional.of(senders.iterator().next()) : Optional.empty();
        }
    }

    /** The peers that claim one length. */
    private static final class Claim<P> {
        private final List<P> peers = new ArrayList<>();
        private final Map<P, MetadataCandidate<P>> alone = new HashMap<>();
        private MetadataCandidate<P> shared; // null once everybody is on their own
        private boolean sharing = true;
    }

    private final Map<Integer, Claim<P>> claims = new HashMap<>();
    private final Map<P, Integer> lengths = new HashMap<>();

    /** A peer says that it has the info dictionary, and how long that is. It may say so once. */
    public synchronized void claims(P peer, int length) {
        if (lengths.putIfAbsent(peer, length) == null) {
            claims.computeIfAbsent(length, unknown -> new Claim<>()).peers.add(peer);
        }
    }

    /** What to ask this peer now; noted as asked until it is received, forgotten, or the peer is gone. */
    public synchronized OptionalInt ask(P peer, long now) {
        Integer length = lengths.get(peer);
        if (length == null || buffered() > MAX_BUFFERED) {
            return OptionalInt.empty();
        }
        Claim<P> claim = claims.get(length);
        if (claim.sharing) {
            if (claim.shared == null) {
                claim.shared = new MetadataCandidate<>(length, now);
            }
            return claim.shared.ask(peer, now);
        }
        if (!claim.alone.containsKey(peer) && claim.alone.size() >= MAX_ALONE) {
            return OptionalInt.empty();
        }
        return claim.alone
                .computeIfAbsent(peer, first -> new MetadataCandidate<>(length, now))
                .ask(peer, now);
    }

    /**
     * Takes a piece that the peer was asked for, of the right length.
     *
     * @return the whole if this was the last piece; it is forgotten here, and the caller judges it and says {@link #refuted} if it is
     *     wrong
     */
    public synchronized Optional<Whole<P>> take(P peer, int piece, byte[] bytes) {
        Claim<P> claim = claims.get(lengths.get(peer));
        MetadataCandidate<P> candidate = candidate(claim, peer);
        if (candidate == null) {
            return Optional.empty(); // asked before the attempt that it belonged to was given up
        }
        candidate.take(peer, piece, bytes);
        if (!candidate.isWhole()) {
            return Optional.empty();
        }
        if (candidate == claim.shared) {
            claim.shared = null;
        } else {
            claim.alone.remove(peer);
        }
        return Optional.of(new Whole<>(candidate.join(), candidate.senders()));
    }

    private MetadataCandidate<P> candidate(Claim<P> claim, P peer) {
        return claim.sharing ? claim.shared : claim.alone.get(peer);
    }

    /** A whole of this length had the wrong hash: unless one peer sent it, all are on their own from now on. */
    public synchronized void refuted(Whole<P> whole) {
        Claim<P> claim = claims.get(whole.bytes().length);
        if (claim != null && whole.sender().isEmpty()) {
            claim.sharing = false;
            claim.shared = null;
        }
    }

    /** The peer did not send a piece, or says that it will not: others are asked. */
    public synchronized void forget(P peer, int piece) {
        Integer length = lengths.get(peer);
        MetadataCandidate<P> candidate = length == null ? null : candidate(claims.get(length), peer);
        if (candidate != null) {
            candidate.forget(peer, piece);
        }
    }

    /** The peer sends nothing for now: another may have its place. */
    public synchronized void pause(P peer) {
        Integer length = lengths.get(peer);
        if (length != null) {
            Claim<P> claim = claims.get(length);
            claim.alone.remove(peer);
            if (claim.shared != null) {
                claim.shared.forget(peer);
            }
        }
    }

    /** The peer is gone, and so is what only it could have completed. */
    public synchronized void gone(P peer) {
        pause(peer);
        Integer length = lengths.remove(peer);
        if (length != null) {
            Claim<P> claim = claims.get(length);
            claim.peers.remove(peer);
            if (claim.peers.isEmpty()) {
                claims.remove(length);
            }
        }
    }

    /**
     * Gives up attempts that take far too long, so that nobody holds up the others or fills memory by sending ever so slowly.
     *
     * @return the peers that are to be parted from: each was alone with its attempt
     */
    public synchronized List<P> late(long now) {
        List<P> late = new ArrayList<>();
        claims.forEach((length, claim) -> {
            long limit = ATTEMPT_NANOS + SECOND * (length / SLOWEST_BYTES_PER_SECOND);
            claim.alone.forEach((peer, candidate) -> {
                if (now - candidate.begun() > limit) {
                    late.add(peer);
                }
            });
            if (claim.shared != null && now - claim.shared.begun() > limit) {
                if (claim.peers.size() == 1) {
                    late.add(claim.peers.get(0));
                } else {
                    claim.sharing = false;
                    claim.shared = null;
                }
            }
        });
        return late;
    }

    private long buffered() {
        long bytes = 0;
        for (Claim<P> claim : claims.values()) {
            bytes += claim.shared == null ? 0 : claim.shared.bufferedBytes();
            for (MetadataCandidate<P> candidate : claim.alone.values()) {
                bytes += candidate.bufferedBytes();
            }
        }
        return bytes;
    }
}
