package torrentkit.tracker.swarm;

/** The peers of one swarm and address family: a {@link PeerTable} for each zone that has any. Not safe for threads. */
final class ZonedTable {
    private final int width;
    private final long secret;
    private PeerTable[] zones;

    /** @param width bytes of an endpoint: address and port */
    ZonedTable(int width, long secret, int zones) {
        this.width = width;
        this.secret = secret;
        this.zones = new PeerTable[zones + 1];
    }

    int width() {
        return width;
    }

    /** One more than there are zones with a name. */
    int zones() {
        return zones.length;
    }

    /** The peers of a zone, or null. */
    PeerTable get(int zone) {
        return zones[zone];
    }

    /** The peers of a zone, from now on if there were none. */
    PeerTable getOrCreate(int zone) {
        if (zones[zone] == null) {
            zones[zone] = new PeerTable(width, secret);
        }
        return zones[zone];
    }

    int count() {
        int count = 0;
        for (PeerTable table : zones) {
            count += table == null ? 0 : table.count();
        }
        return count;
    }

    /** How many stand in a run of groups, in all zones. */
    int size(int first, int last) {
        int size = 0;
        for (PeerTable table : zones) {
            size += table == null ? 0 : table.end(last) - table.begin(first);
        }
        return size;
    }

    void expire(int now, int lifetime) {
        for (int zone = 0; zone < zones.length; zone++) {
            if (zones[zone] != null) {
                zones[zone].expire(now, lifetime);
                if (zones[zone].count() == 0) {
                    zones[zone] = null;
                }
            }
        }
    }

    /** Puts every peer where other zones have it. */
    void rezone(Zones fresh) {
        PeerTable[] before = zones;
        zones = new PeerTable[fresh.names().size() + 1];
        byte[] address = new byte[width - 2];
        for (PeerTable table : before) {
            for (int row = 0; table != null && row < table.count(); row++) {
                table.address(row, address);
                getOrCreate(fresh.of(address)).adopt(table, row);
            }
        }
    }
}
