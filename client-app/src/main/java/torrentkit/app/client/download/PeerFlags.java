package torrentkit.app.client.download;

import torrentkit.downloader.DownloadPeer;
import torrentkit.seeder.PeerStatus;

/**
 * What a peer and we are to each other, a letter for each fact, as other clients show it: {@code D} it sends to us, {@code d} we would
 * like it to, {@code K} it would and we want nothing; {@code U} we send to it, {@code u} it would like us to, {@code ?} we would and it
 * wants nothing; {@code I} it connected to us; {@code C} it is complete. Pure functions.
 */
final class PeerFlags {
    private PeerFlags() {}

    static String of(DownloadPeer peer) {
        String down = peer.interested() ? peer.chokesUs() ? "d" : "D" : peer.chokesUs() ? "" : "K";
        return down
                + upload(peer.interestedInUs(), peer.choked())
                + (peer.dialled() ? "" : "I")
                + (peer.complete() ? "C" : "");
    }

    /** Of a peer of content that is only shared: all of them connected to us. */
    static String of(PeerStatus peer) {
        return upload(peer.interested(), peer.choked()) + "I" + (peer.complete() ? "C" : "");
    }

    private static String upload(boolean interested, boolean choked) {
        return interested ? choked ? "u" : "U" : choked ? "" : "?";
    }
}
