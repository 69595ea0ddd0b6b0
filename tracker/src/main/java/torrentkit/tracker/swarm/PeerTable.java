package torrentkit.tracker.swarm;

import java.util.Arrays;
import torrentkit.tracker.PeerList;
import torrentkit.tracker.SwarmTraffic;
import torrentkit.tracker.Totals;
import torrentkit.wire.PeerId;

/**
 * The peers of one swarm and address family in parallel arrays: 46 bytes a peer (IPv4) and about as much again of index and slack,
 * no object. Seeders stand first, the others after them, without holes:
 *
 * <pre>
 * row      0 ...            seeds ...          count
 *          [   seeders     ][   the others    ]
 * </pre>
 *
 * so "everybody" and "no seeders" are both a run of rows, from which a random choice costs what it returns. Removal moves the
 * last row into the hole. Above {@link #SCANNED} rows an open-addressing index finds a row by its endpoint. The index is entered by
 * the address alone, so that all entries of an address stand in one run of slots and can be counted there: their number is bounded.
 * That of loopback entries is not, so these are entered by address and port. Not safe for threads: the owner is the shard's lock.
 */
final class PeerTable {
    /** Up to so many rows are searched one by one. */
    private static final int SCANNED = 8;
    /** Bytes of a port, at the end of an endpoint. */
    private static final int PORT = 2;

    private static final byte[] NO_BYTES = {};
    private static final int[] NO_TIMES = {};
    private static final long[] NO_TOTALS = {};

    private final int width;
    private final long secret;
    private byte[] endpoints;
    private byte[] ids;
    private int[] lastSeen;
    /** What the peer of a row reported last: downloaded, uploaded. */
    private long[] totals;
    /** Row + 1, or 0 for free; null while the table is scanned. The length is a power of two, at most half full. */
    private int[] index;

    private int seeds;
    private int count;

    /**
     * @param width bytes of an endpoint: address and port
     * @param secret unknown to peers, so that nobody can choose endpoints that collide in the index
     */
    PeerTable(int width, long secret) {
        this.width = width;
        this.secret = secret | 1;
        this.endpoints = NO_BYTES;
        this.ids = NO_BYTES;
        this.lastSeen = NO_TIMES;
        this.totals = NO_TOTALS;
    }

    int width() {
        return width;
    }

    int count() {
        return count;
    }

    int seeds() {
        return seeds;
    }

    boolean isSeed(int row) {
        return row < seeds;
    }

    /** The row of an endpoint, or -1. */
    int find(byte[] endpoint) {
        if (index == null) {
            for (int row = 0; row < count; row++) {
                if (isAt(row, endpoint)) {
                    return row;
                }
            }
            return -1;
        }
        int mask = index.length - 1;
        for (int slot = hash(endpoint, 0) & mask; index[slot] != 0; slot = slot + 1 & mask) {
            if (isAt(index[slot] - 1, endpoint)) {
                return index[slot] - 1;
            }
        }
        return -1;
    }

    private boolean isAt(int row, byte[] endpoint) {
        return isAt(row, endpoint, width);
    }

    /** @param length how many bytes of the endpoint to compare */
    private boolean isAt(int row, byte[] endpoint, int length) {
        int at = row * width;
        for (int i = length - 1; i >= 0; i--) { // the port differs more often than the network
            if (endpoints[at + i] != endpoint[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * How many rows have the address of an endpoint, whatever their port.
     *
     * @param endpoint not a loopback one: those are not kept together
     */
    int countOfAddress(byte[] endpoint) {
        int found = 0;
        if (index == null) {
            for (int row = 0; row < count; row++) {
                found += isAt(row, endpoint, width - PORT) ? 1 : 0;
            }
            return found;
        }
        int mask = index.length - 1;
        for (int slot = hash(endpoint, 0) & mask; index[slot] != 0; slot = slot + 1 & mask) {
            found += isAt(index[slot] - 1, endpoint, width - PORT) ? 1 : 0;
        }
        return found;
    }

    /** Adds an endpoint that is not in the table; returns its row. */
    int add(byte[] endpoint, byte[] id, boolean seed, Totals reported, int now) {
        if (count == lastSeen.length) {
            resize(count + (count >> 1) + 2);
        }
        int row = count++;
        System.arraycopy(endpoint, 0, endpoints, row * width, width);
        if (index == null ? count > SCANNED : 2 * count > index.length) {
            reindex();
        } else if (index != null) {
            enter(row);
        }
        System.arraycopy(id, 0, ids, row * PeerId.LENGTH, PeerId.LENGTH);
        lastSeen[row] = now;
        totals[2 * row] = reported.downloaded();
        totals[2 * row + 1] = reported.uploaded();
        return seed ? setSeed(row, true) : row;
    }

    /** Adds to {@code traffic} what the peer of a row has moved since it was heard from, and notes what it reports now. */
    SwarmTraffic account(int row, Totals reported, TrafficSum traffic, int now) {
        SwarmTraffic moved = traffic.add(reported, totals[2 * row], totals[2 * row + 1], now - lastSeen[row]);
        totals[2 * row] = reported.downloaded();
        totals[2 * row + 1] = reported.uploaded();
        return moved;
    }

    /** Notes that the peer of a row was heard from, and whether it is complete by now; returns its new row. */
    int renew(int row, byte[] id, boolean seed, int now) {
        lastSeen[row] = now;
        System.arraycopy(id, 0, ids, row * PeerId.LENGTH, PeerId.LENGTH);
        return setSeed(row, seed);
    }

    private int setSeed(int row, boolean seed) {
        if (seed == isSeed(row)) {
            return row;
        }
        int edge = seed ? seeds++ : --seeds;
        swap(row, edge);
        return edge;
    }

    void remove(int row) {
        int hole = row;
        leaveIndex(hole);
        if (isSeed(hole)) {
            move(--seeds, hole);
            hole = seeds;
        }
        move(--count, hole);
        if (count < lastSeen.length / 4 && lastSeen.length > 8) {
            resize(lastSeen.length / 2);
            reindex();
        }
    }

    /** Removes every row that was last heard of more than {@code lifetime} before {@code now}. */
    void expire(int now, int lifetime) {
        for (int row = count - 1; row >= 0; row--) {
            if (now - lastSeen[row] > lifetime) {
                remove(row); // whatever moves into the hole comes from behind, where all are young enough
            }
        }
    }

    /** Copies the endpoint of a row. */
    void endpoint(int row, byte[] into, int at) {
        int from = row * width;
        for (int i = 0; i < width; i++) { // six bytes: a loop is cheaper than a call
            into[at + i] = endpoints[from + i];
        }
    }

    void id(int row, byte[] into, int at) {
        System.arraycopy(ids, row * PeerId.LENGTH, into, at, PeerId.LENGTH);
    }

    /** Whether the endpoint of a row is on the peer's own machine: 127.0.0.0/8, or ::1 (IPv4-mapped addresses do not occur). */
    boolean isLoopback(int row) {
        return isLoopback(endpoints, row * width);
    }

    private boolean isLoopback(byte[] bytes, int at) {
        if (width == PeerList.WIDTH4) {
            return bytes[at] == 127;
        }
        for (int i = 0; i < 15; i++) {
            if (bytes[at + i] != 0) {
                return false;
            }
        }
        return bytes[at + 15] == 1;
    }

    private void swap(int a, int b) {
        if (a == b) {
            return;
        }
        int slotA = slotOf(a);
        int slotB = slotOf(b);
        for (int i = 0; i < width; i++) {
            byte kept = endpoints[a * width + i];
            endpoints[a * width + i] = endpoints[b * width + i];
            endpoints[b * width + i] = kept;
        }
        for (int i = 0; i < PeerId.LENGTH; i++) {
            byte kept = ids[a * PeerId.LENGTH + i];
            ids[a * PeerId.LENGTH + i] = ids[b * PeerId.LENGTH + i];
            ids[b * PeerId.LENGTH + i] = kept;
        }
        int kept = lastSeen[a];
        lastSeen[a] = lastSeen[b];
        lastSeen[b] = kept;
        for (int i = 0; i < 2; i++) {
            long total = totals[2 * a + i];
            totals[2 * a + i] = totals[2 * b + i];
            totals[2 * b + i] = total;
        }
        if (index != null) {
            index[slotA] = b + 1;
            index[slotB] = a + 1;
        }
    }

    /** Moves a row into a hole: a row that is in no index any more. */
    private void move(int from, int hole) {
        if (from == hole) {
            return;
        }
        int slot = slotOf(from);
        System.arraycopy(endpoints, from * width, endpoints, hole * width, width);
        System.arraycopy(ids, from * PeerId.LENGTH, ids, hole * PeerId.LENGTH, PeerId.LENGTH);
        lastSeen[hole] = lastSeen[from];
        totals[2 * hole] = totals[2 * from];
        totals[2 * hole + 1] = totals[2 * from + 1];
        if (index != null) {
            index[slot] = hole + 1;
        }
    }

    private void resize(int rows) {
        endpoints = Arrays.copyOf(endpoints, rows * width);
        ids = Arrays.copyOf(ids, rows * PeerId.LENGTH);
        lastSeen = Arrays.copyOf(lastSeen, rows);
        totals = Arrays.copyOf(totals, 2 * rows);
    }

    // ---- index ----

    private int hash(byte[] endpoint, int at) {
        long h = secret;
        int length = isLoopback(endpoint, at) ? width : width - PORT;
        for (int i = 0; i < length; i++) {
            h = (h ^ endpoint[at + i]) * 0x9E3779B97F4A7C15L + secret;
        }
        h = (h ^ h >>> 32) * 0xD6E8FEB86659FD93L;
        return (int) (h >>> 32);
    }

    private int slotOf(int row) {
        if (index == null) {
            return -1;
        }
        int mask = index.length - 1;
        int slot = hash(endpoints, row * width) & mask;
        while (index[slot] != row + 1) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void enter(int row) {
        int mask = index.length - 1;
        int slot = hash(endpoints, row * width) & mask;
        while (index[slot] != 0) {
            slot = slot + 1 & mask;
        }
        index[slot] = row + 1;
    }

    private void reindex() {
        if (count <= SCANNED) {
            index = null;
            return;
        }
        index = new int[Integer.highestOneBit(lastSeen.length * 2 - 1) * 2];
        for (int row = 0; row < count; row++) {
            enter(row);
        }
    }

    /** Frees a row's slot and moves later entries of the same run up, so that no search stops short. */
    private void leaveIndex(int row) {
        if (index == null) {
            return;
        }
        int mask = index.length - 1;
        int free = slotOf(row);
        int slot = free;
        while (true) {
            slot = slot + 1 & mask;
            if (index[slot] == 0) {
                index[free] = 0;
                return;
            }
            int home = hash(endpoints, (index[slot] - 1) * width) & mask;
            if ((slot - home & mask) >= (slot - free & mask)) {
                index[free] = index[slot];
                free = slot;
            }
        }
    }
}
