package torrentkit.downloader;

import torrentkit.metainfo.Metainfo;
import torrentkit.peer.PeerNetwork;

final class Announcing {
    static Announcing start(Metainfo metainfo, PeerNetwork network, Download download) {
        return new Announcing();
    }

    void wantPeers() {}

    void completed() {}

    void close() {}
}
