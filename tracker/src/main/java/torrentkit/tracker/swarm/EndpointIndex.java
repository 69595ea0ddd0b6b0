package torrentkit.tracker.swarm;

import torrentkit.tracker.PeerList;

/**
 * Finds the row of an endpoint in a table of many: open addressing in one array. It is entered by the address alone, so that all
 * entries of an address stand in one run of slots and can be counted there: their number is bounded. That of loopback entries is not,
 * so these are entered by address and port. The endpoints themselves are the table's and handed in. Not safe for threads.
 */
final class EndpointIndex {
    /** Bytes of a port, at the end of an endpoint. */
    static final int PORT = 2;

    private final int width;
    private final long secret;
    /** Row + 1, or 0 for free. The length is a power of two, at most half full. */
    private final int[] slots;

    /**
     * @param width bytes of an endpoint
     * @param secret odd and unknown to peers, so that nobody can choose endpoints that collide
     * @param rows for how many there is to be room
     */
    EndpointIndex(int width, long secret, int rows) {
        this.width = width;
        this.secret = secret;
        this.slots = new int[Integer.highestOneBit(rows * 2 - 1) * 2];
    }

    boolean isFullWith(int rows) {
        return 2 * rows > slots.length;
    }

    /** The row of an endpoint, or -1. */
    int find(byte[] endpoints, byte[] endpoint) {
        int mask = slots.length - 1;
        for (int slot = hash(endpoint, 0) & mask; slots[slot] != 0; slot = slot + 1 & mask) {
            if (isAt(endpoints, (slots[slot] - 1) * width, endpoint, width)) {
                return slots[slot] - 1;
            }
        }
        return -1;
    }

    /** How many rows have the address of an endpoint that is no loopback one. */
    int countOfAddress(byte[] endpoints, byte[] endpoint) {
        int found = 0;
        int mask = slots.length - 1;
        for (int slot = hash(endpoint, 0) & mask; slots[slot] != 0; slot = slot + 1 & mask) {
            found += isAt(endpoints, (slots[slot] - 1) * width, endpoint, width - PORT) ? 1 : 0;
        }
        return found;
    }

    /** Where a row stands in the index. */
    int slotOf(byte[] endpoints, int row) {
        int mask = slots.length - 1;
        int slot = hash(endpoints, row * width) & mask;
        while (slots[slot] != row + 1) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** The endpoint of a slot stands in another row now. */
    void moved(int slot, int row) {
        slots[slot] = row + 1;
    }

    void enter(byte[] endpoints, int row) {
        int mask = slots.length - 1;
        int slot = hash(endpoints, row * width) & mask;
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        slots[slot] = row + 1;
    }

    /** Frees a row's slot and moves later entries of the same run up, so that no search stops short. */
    void leave(byte[] endpoints, int row) {
        int mask = slots.length - 1;
        int free = slotOf(endpoints, row);
        int slot = free;
        while (true) {
            slot = slot + 1 & mask;
            if (slots[slot] == 0) {
                slots[free] = 0;
                return;
            }
            int home = hash(endpoints, (slots[slot] - 1) * width) & mask;
            if ((slot - home & mask) >= (slot - free & mask)) {
                slots[free] = slots[slot];
                free = slot;
            }
        }
    }

    private int hash(byte[] endpoint, int at) {
        long h = secret;
        int length = isLoopback(endpoint, at, width) ? width : width - PORT;
        for (int i = 0; i < length; i++) {
            h = (h ^ endpoint[at + i]) * 0x9E3779B97F4A7C15L + secret;
        }
        h = (h ^ h >>> 32) * 0xD6E8FEB86659FD93L;
        return (int) (h >>> 32);
    }

    /**
     * Whether the bytes at a place begin as an endpoint does.
     *
     * @param length how many bytes to compare
     */
    static boolean isAt(byte[] endpoints, int at, byte[] endpoint, int length) {
        for (int i = length - 1; i >= 0; i--) { // the port differs more often than the network
            if (endpoints[at + i] != endpoint[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether an endpoint is on the peer's own machine: 127.0.0.0/8, or ::1 (IPv4-mapped addresses do not occur). */
    static boolean isLoopback(byte[] bytes, int at, int width) {
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
}
