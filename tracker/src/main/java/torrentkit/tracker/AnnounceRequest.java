package torrentkit.tracker;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import torrentkit.metainfo.InfoHash;
import torrentkit.wire.PeerId;

/**
 * A peer tells a tracker that it takes part, and asks for others (BEP 3, tracker requests).
 *
 * @param infoHash the torrent
 * @param peerId the peer's name for itself
 * @param port where the peer listens, 0 to 65535; 0 when it does not listen
 * @param totals bytes moved and missing
 * @param event why it announces
 * @param numWant how many peers it would like, at least 0; empty leaves that to the tracker
 * @param compact whether it takes the short form of the peer list (BEP 23); only HTTP knows another
 * @param noPeerId whether the long form may leave out the peer ids
 * @param key 32 bits that only the peer and the tracker know; they outlive a change of address
 * @param ip the address that the peer wishes to be known by; trackers believe few peers
 * @param trackerId what the tracker gave as {@code tracker id} before; a character a byte (ISO-8859-1)
 */
public record AnnounceRequest(
        InfoHash infoHash,
        PeerId peerId,
        int port,
        Totals totals,
        AnnounceEvent event,
        OptionalInt numWant,
        boolean compact,
        boolean noPeerId,
        OptionalInt key,
        Optional<String> ip,
        Optional<String> trackerId) {

    /** @throws IllegalArgumentException for a port or a number of peers out of range */
    public AnnounceRequest {
        Objects.requireNonNull(infoHash, "infoHash");
        Objects.requireNonNull(peerId, "peerId");
        Objects.requireNonNull(totals, "totals");
        Objects.requireNonNull(event, "event");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
        if (numWant.orElse(0) < 0) {
            throw new IllegalArgumentException("numwant is at least 0, not " + numWant.getAsInt());
        }
    }

    /**
     * Whether complete peers are of use to this one. They are if it lacks something; and if it is aria2 (seen with 1.36) and
     * has moved nothing yet: with only a magnet link, not knowing what it lacks, that says that it lacks nothing.
     */
    public boolean wantsSeeds() {
        return !totals.complete() || totals.downloaded() == 0 && totals.uploaded() == 0 && peerId.isAria2();
    }

    /** The usual announce: compact, without a wish for an address. */
    public static AnnounceRequest of(InfoHash infoHash, PeerId peerId, int port, Totals totals, AnnounceEvent event) {
        return new AnnounceRequest(
                infoHash,
                peerId,
                port,
                totals,
                event,
                OptionalInt.empty(),
                true,
                false,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with a number of peers asked for. */
    public AnnounceRequest withNumWant(int peers) {
        return new AnnounceRequest(
                infoHash, peerId, port, totals, event, OptionalInt.of(peers), compact, noPeerId, key, ip, trackerId);
    }

    /** The same with a key. */
    public AnnounceRequest withKey(int bits) {
        return new AnnounceRequest(
                infoHash, peerId, port, totals, event, numWant, compact, noPeerId, OptionalInt.of(bits), ip, trackerId);
    }

    /** The same with the tracker id that the tracker gave, if any. */
    public AnnounceRequest withTrackerId(Optional<String> id) {
        return new AnnounceRequest(infoHash, peerId, port, totals, event, numWant, compact, noPeerId, key, ip, id);
    }

    /** The same in the form asked for: compact, or dictionaries with or without peer ids. */
    public AnnounceRequest withForm(boolean compactForm, boolean withoutPeerIds) {
        return new AnnounceRequest(
                infoHash, peerId, port, totals, event, numWant, compactForm, withoutPeerIds, key, ip, trackerId);
    }

    /** The same with the wish to be known by {@code address}. */
    public AnnounceRequest withIp(String address) {
        return new AnnounceRequest(
                infoHash,
                peerId,
                port,
                totals,
                event,
                numWant,
                compact,
                noPeerId,
                key,
                Optional.of(address),
                trackerId);
    }
}
