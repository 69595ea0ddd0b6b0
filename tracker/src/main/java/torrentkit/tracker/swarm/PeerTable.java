package torrentkit.tracker.swarm;

import java.util.Arrays;
import torrentkit.tracker.SwarmTraffic;
import torrentkit.tracker.Totals;
import torrentkit.wire.PeerId;

/**
 * The peers of one swarm, zone and address family in parallel arrays: 49 bytes a peer (IPv4) and about as much again of index and
 * slack, no object. They stand in four groups without holes:
 *
 * <pre>
 * row      0 ...
 *          [ SEEDER ][ LEECHER ][ IDLE ][ SILENT ]
 * </pre>
 *
 * so whoever is to be named to a peer is a run of rows, from which a random choice costs what it returns. An idle leecher has shown
 * no progress in some announces, and is named when there are too few others. A silent peer has missed its announce; it is not named
 * and not counted, but known until it expires, so that what it moves is still accounted for when it comes back. A peer changes its
 * group by trading places with the first or last of each group on the way.
 *
 * <p>Above {@link #SCANNED} rows an {@link EndpointIndex} finds them. Not safe for threads: the owner is the shard's lock.
 */
final class PeerTable {
    static final int SEEDER = 0;
    static final int LEECHER = 1;
    static final int IDLE = 2;
    static final int SILENT = 3;

    /** Up to so many rows are searched one by one. */
    private static final int SCANNED = 8;

    private static final byte[] NO_BYTES = {};
    private static final int[] NO_TIMES = {};
    private static final char[] NO_INTERVALS = {};
    private static final long[] NO_TOTALS = {};

    private final int width;
    private final long secret;
    private byte[] endpoints;
    private byte[] ids;
    /** When the announce of a row's peer is overdue; by its interval and marks that says when the last one was. */
    private int[] dueAt;
    /** What the peer of a row was told as its interval, in seconds. */
    private char[] told;
    /** Bits of {@link PeerMarks}. */
    private byte[] marks;
    /** What the peer of a row reported last: downloaded, uploaded. */
    private long[] totals;
    /** Null while the table is scanned. */
    private EndpointIndex index;

    /** Where each group ends. */
    private final int[] ends = new int[SILENT + 1];

    private int origins;

    /**
     * @param width bytes of an endpoint: address and port
     * @param secret unknown to peers, so that nobody can choose endpoints that collide in the index
     */
    PeerTable(int width, long secret) {
        this.width = width;
        this.secret = secret | 1;
        this.endpoints = NO_BYTES;
        this.ids = NO_BYTES;
        this.dueAt = NO_TIMES;
        this.told = NO_INTERVALS;
        this.marks = NO_BYTES;
        this.totals = NO_TOTALS;
    }

    /** All rows, the silent ones too. */
    int count() {
        return ends[SILENT];
    }

    /** Where a group begins. */
    int begin(int group) {
        return group == SEEDER ? 0 : ends[group - 1];
    }

    /** Behind the last row of a group. */
    int end(int group) {
        return ends[group];
    }

    private int groupOf(int row) {
        int group = SEEDER;
        while (row >= ends[group]) {
            group++;
        }
        return group;
    }

    /** Whether the peer of a row was complete when it was heard of. */
    boolean isSeed(int row) {
        return (marks[row] & PeerMarks.COMPLETE) != 0;
    }

    /** The row of an endpoint, or -1. */
    int find(byte[] endpoint) {
        if (index != null) {
            return index.find(endpoints, endpoint);
        }
        for (int row = 0; row < count(); row++) {
            if (EndpointIndex.isAt(endpoints, row * width, endpoint, width)) {
                return row;
            }
        }
        return -1;
    }

    /**
     * How many rows have the address of an endpoint, whatever their port.
     *
     * @param endpoint not a loopback one: those are not kept together
     */
    int countOfAddress(byte[] endpoint) {
        if (index != null) {
            return index.countOfAddress(endpoints, endpoint);
        }
        int found = 0;
        for (int row = 0; row < count(); row++) {
            found += EndpointIndex.isAt(endpoints, row * width, endpoint, width - EndpointIndex.PORT) ? 1 : 0;
        }
        return found;
    }

    /** How many leechers, idle ones too, have the address of an endpoint, whatever their port. Looks at all of them. */
    int leechersAt(byte[] endpoint) {
        int found = 0;
        for (int row = begin(LEECHER); row < end(IDLE); row++) {
            found += EndpointIndex.isAt(endpoints, row * width, endpoint, width - EndpointIndex.PORT) ? 1 : 0;
        }
        return found;
    }

    /** Adds an endpoint that is not in the table; returns its row. */
    int add(byte[] endpoint, byte[] id, boolean seed, Totals reported, int now) {
        int row = append(endpoint);
        System.arraycopy(id, 0, ids, row * PeerId.LENGTH, PeerId.LENGTH);
        told[row] = 0;
        marks[row] = seed ? PeerMarks.COMPLETE : 0;
        seen(row, now);
        totals[2 * row] = reported.downloaded();
        totals[2 * row + 1] = reported.uploaded();
        return regroup(row, seed ? SEEDER : LEECHER);
    }

    private int append(byte[] endpoint) {
        int row = count();
        if (row == dueAt.length) {
            resize(row + (row >> 1) + 2);
        }
        ends[SILENT]++;
        System.arraycopy(endpoint, 0, endpoints, row * width, width);
        if (index == null ? count() > SCANNED : index.isFullWith(count())) {
            reindex();
        } else if (index != null) {
            index.enter(endpoints, row);
        }
        return row;
    }

    /** Adds a row of another table, with all that is known of its peer but for its leave to load from the origin. */
    void adopt(PeerTable other, int from) {
        byte[] endpoint = new byte[width];
        other.endpoint(from, endpoint, 0);
        int row = append(endpoint);
        other.id(from, ids, row * PeerId.LENGTH);
        dueAt[row] = other.dueAt[from];
        told[row] = other.told[from];
        marks[row] = (byte) (other.marks[from] & ~PeerMarks.ORIGIN);
        totals[2 * row] = other.totals[2 * from];
        totals[2 * row + 1] = other.totals[2 * from + 1];
        regroup(row, other.groupOf(from));
    }

    /** Adds to {@code traffic} what the peer of a row has moved since it was heard from, and notes what it reports now. */
    SwarmTraffic account(int row, Totals reported, TrafficSum traffic, int now) {
        SwarmTraffic moved = traffic.add(reported, totals[2 * row], totals[2 * row + 1], now - lastSeen(row));
        totals[2 * row] = reported.downloaded();
        totals[2 * row + 1] = reported.uploaded();
        return moved;
    }

    /** Whether the peer of a row has got, or given, something since it was heard from. */
    boolean hasMoved(int row, Totals reported) {
        return reported.downloaded() != totals[2 * row] || reported.uploaded() != totals[2 * row + 1];
    }

    /** Whether the peer of a row has got something since it was heard from. */
    boolean hasLoaded(int row, Totals reported) {
        return reported.downloaded() != totals[2 * row];
    }

    /**
     * Notes that the peer of a row was heard from.
     *
     * @param regular whether it was its interval that made it announce, not something that happened
     * @return its new row
     */
    int renew(int row, byte[] id, boolean seed, boolean moved, boolean regular, int now) {
        marks[row] = PeerMarks.heard(marks[row], seed, moved, regular, now - lastSeen(row), told[row]);
        seen(row, now);
        System.arraycopy(id, 0, ids, row * PeerId.LENGTH, PeerId.LENGTH);
        return regroup(row, seed ? SEEDER : PeerMarks.isIdle(marks[row]) ? IDLE : LEECHER);
    }

    /** What the peer of a row was told as its interval, in seconds; 0 before that. */
    int told(int row) {
        return told[row];
    }

    /** Notes what the peer of a row, which was heard from just now, is told as its interval. */
    void tell(int row, int seconds, int now) {
        told[row] = (char) seconds;
        seen(row, now);
    }

    private void seen(int row, int now) {
        dueAt[row] = now + PeerMarks.patience(marks[row], told[row]);
    }

    private int lastSeen(int row) {
        return dueAt[row] - PeerMarks.patience(marks[row], told[row]);
    }

    /** How many leechers were told to load from the origin, and are alive and at it. */
    int origins() {
        return origins;
    }

    boolean isOrigin(int row) {
        return (marks[row] & PeerMarks.ORIGIN) != 0;
    }

    /** Notes that the peer of a row is told of the origin, unless it was before; false for others than leechers at work. */
    boolean giveOrigin(int row) {
        boolean possible = groupOf(row) == LEECHER && !isOrigin(row);
        marks[row] |= possible ? PeerMarks.ORIGIN : 0;
        origins += possible ? 1 : 0;
        return possible;
    }

    private int regroup(int row, int group) {
        if (group != LEECHER && isOrigin(row)) {
            marks[row] &= ~PeerMarks.ORIGIN;
            origins--;
        }
        int at = row;
        int now = groupOf(row);
        for (; now < group; now++) {
            int edge = --ends[now];
            swap(at, edge);
            at = edge;
        }
        for (; now > group; now--) {
            int edge = ends[now - 1]++;
            swap(at, edge);
            at = edge;
        }
        return at;
    }

    void remove(int row) {
        int hole = regroup(row, SILENT);
        if (index != null) {
            index.leave(endpoints, hole);
        }
        move(--ends[SILENT], hole);
        if (count() < dueAt.length / 4 && dueAt.length > 8) {
            resize(dueAt.length / 2);
            reindex();
        }
    }

    /** Removes every row that was last heard of more than {@code lifetime} before {@code now}, and silences those overdue. */
    void expire(int now, int lifetime) {
        for (int row = count() - 1; row >= 0; row--) { // whatever comes to a row comes from behind, and was looked at
            if (now - lastSeen(row) > lifetime) {
                remove(row);
            } else if (row < ends[IDLE] && now - dueAt[row] > 0) {
                regroup(row, SILENT);
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

    /** Copies the address of a row, without its port. */
    void address(int row, byte[] into) {
        System.arraycopy(endpoints, row * width, into, 0, width - EndpointIndex.PORT);
    }

    void id(int row, byte[] into, int at) {
        System.arraycopy(ids, row * PeerId.LENGTH, into, at, PeerId.LENGTH);
    }

    /** Whether only peers on this machine can reach the endpoint of a row. */
    boolean isLoopback(int row) {
        return EndpointIndex.isLoopback(endpoints, row * width, width);
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
        int kept = dueAt[a];
        dueAt[a] = dueAt[b];
        dueAt[b] = kept;
        char interval = told[a];
        told[a] = told[b];
        told[b] = interval;
        byte mark = marks[a];
        marks[a] = marks[b];
        marks[b] = mark;
        for (int i = 0; i < 2; i++) {
            long total = totals[2 * a + i];
            totals[2 * a + i] = totals[2 * b + i];
            totals[2 * b + i] = total;
        }
        if (index != null) {
            index.moved(slotA, b);
            index.moved(slotB, a);
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
        dueAt[hole] = dueAt[from];
        told[hole] = told[from];
        marks[hole] = marks[from];
        totals[2 * hole] = totals[2 * from];
        totals[2 * hole + 1] = totals[2 * from + 1];
        if (index != null) {
            index.moved(slot, hole);
        }
    }

    private void resize(int rows) {
        endpoints = Arrays.copyOf(endpoints, rows * width);
        ids = Arrays.copyOf(ids, rows * PeerId.LENGTH);
        dueAt = Arrays.copyOf(dueAt, rows);
        told = Arrays.copyOf(told, rows);
        marks = Arrays.copyOf(marks, rows);
        totals = Arrays.copyOf(totals, 2 * rows);
    }

    private int slotOf(int row) {
        return index == null ? -1 : index.slotOf(endpoints, row);
    }

    private void reindex() {
        index = null;
        if (count() > SCANNED) {
            index = new EndpointIndex(width, secret, dueAt.length);
            for (int row = 0; row < count(); row++) {
                index.enter(endpoints, row);
            }
        }
    }
}
