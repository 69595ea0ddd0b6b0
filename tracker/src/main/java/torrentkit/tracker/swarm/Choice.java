package torrentkit.tracker.swarm;

import java.util.Arrays;
import java.util.Random;
import torrentkit.wire.PeerId;

/**
 * A random choice of peers of one address family. Candidates are runs of rows, one after the other. They are walked from a random
 * start in steps that share no divisor with their number: every row is met once at most, each is equally likely to be taken,
 * neighbours in a table do not always travel together, and nothing is allocated but the result.
 */
final class Choice {
    private final Random random;
    private final int width;
    private final boolean loopback;
    private byte[] endpoints;
    private byte[] ids;
    private int taken;

    /**
     * @param width bytes of an endpoint
     * @param loopback whether the asker can reach peers on this machine by a loopback address
     * @param most how many will be taken at most
     */
    Choice(Random random, int width, boolean loopback, int most, boolean withIds) {
        this.random = random;
        this.width = width;
        this.loopback = loopback;
        this.endpoints = new byte[most * width];
        this.ids = new byte[withIds ? most * PeerId.LENGTH : 0];
    }

    /** How many were taken so far. */
    int taken() {
        return taken;
    }

    /**
     * Takes some of the rows from {@code first} to the one before {@code end}.
     *
     * @param asker a row that is not taken; one out of the range for none
     * @return how many
     */
    int take(PeerTable table, int first, int end, int asker, int want) {
        boolean askerIn = asker >= first && asker < end;
        int rows = end - first - (askerIn ? 1 : 0);
        int most = Math.min(want, rows);
        if (most <= 0) {
            return 0;
        }
        int before = taken;
        int step = step(rows);
        int at = random.nextInt(rows);
        for (int met = 0; met < rows && taken - before < most; met++) {
            int row = first + at;
            if (askerIn && row >= asker) {
                row++;
            }
            offer(table, row);
            at += step - rows;
            at += rows & at >> 31;
        }
        return taken - before;
    }

    /**
     * Takes some of the rows that all zones but one have in a run of groups, as if they stood in one table.
     *
     * @param ownZone the zone of which nobody is taken
     * @return how many
     */
    int takeOthers(ZonedTable tables, int ownZone, int firstGroup, int lastGroup, int want) {
        int[] ends = new int[tables.zones()];
        int rows = 0;
        for (int zone = 0; zone < ends.length; zone++) {
            PeerTable table = zone == ownZone ? null : tables.get(zone);
            rows += table == null ? 0 : table.end(lastGroup) - table.begin(firstGroup);
            ends[zone] = rows;
        }
        int most = Math.min(want, rows);
        if (most <= 0) {
            return 0;
        }
        int before = taken;
        int step = step(rows);
        int at = random.nextInt(rows);
        for (int met = 0; met < rows && taken - before < most; met++) {
            int zone = zoneOf(at, ends);
            PeerTable table = tables.get(zone);
            int row = table.begin(firstGroup) + at - (zone == 0 ? 0 : ends[zone - 1]);
            offer(table, row);
            at += step - rows;
            at += rows & at >> 31;
        }
        return taken - before;
    }

    /** The first zone that ends behind a number. */
    private static int zoneOf(int at, int[] ends) {
        int from = 0;
        int to = ends.length - 1;
        while (from < to) {
            int middle = from + to >>> 1;
            if (ends[middle] > at) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }

    /** Takes a row unless the asker cannot reach it. */
    private void offer(PeerTable table, int row) {
        if (loopback || !table.isLoopback(row)) {
            table.endpoint(row, endpoints, taken * width);
            if (ids.length > 0) {
                table.id(row, ids, taken * PeerId.LENGTH);
            }
            taken++;
        }
    }

    private int step(int rows) {
        while (rows > 1) {
            int step = 1 + random.nextInt(rows - 1);
            int a = rows;
            int b = step;
            while (b != 0) {
                int rest = a % b;
                a = b;
                b = rest;
            }
            if (a == 1) {
                return step;
            }
        }
        return 1;
    }

    byte[] endpoints() {
        return endpoints.length == taken * width ? endpoints : Arrays.copyOf(endpoints, taken * width);
    }

    byte[] ids() {
        int length = ids.length == 0 ? 0 : taken * PeerId.LENGTH;
        return ids.length == length ? ids : Arrays.copyOf(ids, length);
    }
}
