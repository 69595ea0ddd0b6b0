package torrentkit.seeder;

import torrentkit.peer.PeerSession;
import torrentkit.peer.RateLimit;
import torrentkit.seeder.upload.UploadHalf;
import torrentkit.wire.ClientName;

/**
 * A connection of a seeded swarm, as those see it who are not on its event loop.
 *
 * @param limit of this peer alone
 */
record SeededPeer(PeerSession session, LeecherWatch watch, UploadHalf upload, RateLimit limit) {
    PeerStatus status() {
        int pieces = watch.pieces();
        return new PeerStatus(
                session.connection().remote(),
                ClientName.of(
                        session.connection().handshake().peerId(),
                        session.extensions().flatMap(told -> told.client())),
                pieces,
                upload.uploadedBytes(),
                upload.uploadRate(),
                upload.isChoking(),
                upload.isRemoteInterested(),
                pieces == session.layout().pieceCount());
    }
}
