package torrentkit.simulation;

/**
 * Somebody whom a peer is connected to.
 *
 * @param peer the other
 * @param download what we get from it; null when we have everything from the start, or want nothing
 * @param upload what it gets from us; null when it wants nothing
 */
record Neighbour(SimulatedPeer peer, Download download, Upload upload) {
    /** Connects two peers that are not connected. */
    static void connect(SimulatedPeer a, SimulatedPeer b) {
        Upload toB = b.queue() == null ? null : new Upload(a);
        Upload toA = a.queue() == null ? null : new Upload(b);
        Download atA = toA == null ? null : new Download(a, toA, b.shown());
        Download atB = toB == null ? null : new Download(b, toB, a.shown());
        if (toB != null) {
            toB.connect(atB, atA);
        }
        if (toA != null) {
            toA.connect(atA, atB);
        }
        a.enter(new Neighbour(b, atA, toB));
        b.enter(new Neighbour(a, atB, toA));
        guide(a, b, toB);
        guide(b, a, toA);
        if (atA != null) {
            atA.open();
        }
        if (atB != null) {
            atB.open();
        }
    }

    private static void guide(SimulatedPeer from, SimulatedPeer to, Upload upload) {
        if (from.originPolicy() != null && upload != null) {
            OriginGuide guide = new OriginGuide(from.originPolicy(), to, upload);
            upload.guide(guide);
            guide.joined(to.shown());
        }
    }

    void close() {
        if (download != null) {
            download.close();
        }
        if (upload != null) {
            upload.close();
        }
    }
}
