package torrentkit.tracker;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import torrentkit.wire.PeerId;

/**
 * Peers as trackers hand them out: packed addresses, 6 bytes each for IPv4 (BEP 23) and 18 for IPv6 (BEP 7), address then port,
 * both in network order. Optionally the peers' ids, for the long form of the answer. Kept packed because a tracker copies such
 * lists from its store to the wire tens of thousands of times a second and never looks inside.
 */
public final class PeerList {
    /** Bytes of an IPv4 address and a port. */
    public static final int WIDTH4 = 6;
    /** Bytes of an IPv6 address and a port. */
    public static final int WIDTH6 = 18;
    /** Nobody. */
    public static final PeerList EMPTY = new PeerList(new byte[0], new byte[0], new byte[0]);

    private final byte[] packed4;
    private final byte[] packed6;
    private final byte[] ids;

    private PeerList(byte[] packed4, byte[] packed6, byte[] ids) {
        this.packed4 = packed4;
        this.packed6 = packed6;
        this.ids = ids;
    }

    /**
     * Takes the arrays as they are, without a copy: the caller gives them away.
     *
     * @param packed4 6 × n bytes
     * @param packed6 18 × m bytes
     * @param ids nothing, or 20 × (n + m) bytes, the IPv4 peers' first
     * @throws IllegalArgumentException when the lengths do not fit
     */
    public static PeerList ofPacked(byte[] packed4, byte[] packed6, byte[] ids) {
        int peers = packed4.length / WIDTH4 + packed6.length / WIDTH6;
        if (packed4.length % WIDTH4 != 0 || packed6.length % WIDTH6 != 0) {
            throw new IllegalArgumentException("packed peers are 6 or 18 bytes each, but there are " + packed4.length
                    + " and " + packed6.length + " bytes");
        }
        if (ids.length != 0 && ids.length != peers * PeerId.LENGTH) {
            throw new IllegalArgumentException(
                    peers + " peers need " + peers * PeerId.LENGTH + " bytes of ids, not " + ids.length);
        }
        return peers == 0 ? EMPTY : new PeerList(packed4, packed6, ids);
    }

    /**
     * @param peers resolved addresses
     * @throws IllegalArgumentException for an address without IP
     */
    public static PeerList of(List<InetSocketAddress> peers) {
        PeerList list = EMPTY;
        for (int i = peers.size() - 1; i >= 0; i--) {
            InetSocketAddress peer = peers.get(i);
            if (peer.isUnresolved()) {
                throw new IllegalArgumentException("not resolved: " + peer);
            }
            list = list.withFirst(peer.getAddress(), peer.getPort(), Optional.empty());
        }
        return list;
    }

    /**
     * The same list with one more peer at the front of its family. The ids are dropped unless the new peer has one and all others
     * do.
     */
    public PeerList withFirst(InetAddress address, int port, Optional<PeerId> id) {
        byte[] ip = address.getAddress();
        boolean four = address instanceof Inet4Address;
        byte[] grown = new byte[(four ? packed4.length : packed6.length) + ip.length + 2];
        System.arraycopy(ip, 0, grown, 0, ip.length);
        grown[ip.length] = (byte) (port >> 8);
        grown[ip.length + 1] = (byte) port;
        System.arraycopy(four ? packed4 : packed6, 0, grown, ip.length + 2, grown.length - ip.length - 2);
        byte[] grownIds = new byte[0];
        if (id.isPresent() && hasIds()) {
            int before = four ? 0 : count4() * PeerId.LENGTH;
            grownIds = new byte[ids.length + PeerId.LENGTH];
            System.arraycopy(ids, 0, grownIds, 0, before);
            System.arraycopy(id.get().bytes(), 0, grownIds, before, PeerId.LENGTH);
            System.arraycopy(ids, before, grownIds, before + PeerId.LENGTH, ids.length - before);
        }
        return four ? new PeerList(grown, packed6, grownIds) : new PeerList(packed4, grown, grownIds);
    }

    /** How many peers, both families. */
    public int size() {
        return count4() + count6();
    }

    /** How many with an IPv4 address. */
    public int count4() {
        return packed4.length / WIDTH4;
    }

    /** How many with an IPv6 address. */
    public int count6() {
        return packed6.length / WIDTH6;
    }

    /** Whether each peer's id is known; true of an empty list. */
    public boolean hasIds() {
        return ids.length == size() * PeerId.LENGTH;
    }

    /** The packed IPv4 peers themselves, not a copy: read only. */
    public byte[] packed4() {
        return packed4;
    }

    /** The packed IPv6 peers themselves, not a copy: read only. */
    public byte[] packed6() {
        return packed6;
    }

    /** The peers' ids themselves, not a copy, IPv4 peers first: read only. Empty when they are not known. */
    public byte[] ids() {
        return ids;
    }

    /** Every peer as an address, IPv4 first. A port of 0 is left out: nobody can be reached there. */
    public List<InetSocketAddress> addresses() {
        List<InetSocketAddress> all = new ArrayList<>(size());
        unpack(packed4, WIDTH4, all);
        unpack(packed6, WIDTH6, all);
        return all;
    }

    private static void unpack(byte[] packed, int width, List<InetSocketAddress> into) {
        for (int at = 0; at < packed.length; at += width) {
            int port = (packed[at + width - 2] & 0xff) << 8 | packed[at + width - 1] & 0xff;
            if (port != 0) {
                try {
                    InetAddress ip = InetAddress.getByAddress(Arrays.copyOfRange(packed, at, at + width - 2));
                    into.add(new InetSocketAddress(ip, port));
                } catch (UnknownHostException e) {
                    throw new IllegalStateException("4 and 16 bytes are always an address", e);
                }
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerList that
                && Arrays.equals(packed4, that.packed4)
                && Arrays.equals(packed6, that.packed6)
                && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(packed4) + Arrays.hashCode(packed6);
    }

    @Override
    public String toString() {
        return addresses().toString();
    }
}
