package torrentkit.downloader;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import torrentkit.downloader.peer.PeerWorker;
import torrentkit.peer.PeerSession;
import torrentkit.peer.RateMeter;
import torrentkit.seeder.upload.UploadHalf;
import torrentkit.wire.ClientName;

/**
 * A connection of a download, as those see it who are not on its event loop.
 *
 * @param rate of what the peer sends
 */
record SwarmPeer(PeerSession session, PeerWorker worker, UploadHalf upload, RateMeter rate) {
    private static final Logger LOG = System.getLogger(DownloadSwarm.class.getName());

    /** Runs a task on the connection's event loop and sends what it wrote, unless the session has ended. */
    void onLoop(Runnable task) {
        onOpenLoop(() -> {
            task.run();
            session.connection().flush();
        });
    }

    private void onOpenLoop(Runnable task) {
        try {
            session.connection().execute(() -> {
                if (!session.isClosed()) {
                    task.run();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "{0} is closing", session.connection());
        }
    }

    /** Tells it of a piece that has just been verified, together with what else it is told within a moment. Any thread. */
    void announce(int index) {
        onOpenLoop(() -> {
            upload.announce(index);
            session.connection().flushSoon();
        });
    }

    /** Measures its rate. About once a second, by one thread. */
    void sample(long now) {
        rate.sample(worker.downloadedBytes(), now);
    }

    /** Whether it lets us ask and has something that we want. */
    boolean isWilling() {
        return !worker.isChoked() && worker.isInterested();
    }

    boolean isComplete() {
        return worker.remoteCount() == session.layout().pieceCount();
    }

    DownloadPeer status() {
        return new DownloadPeer(
                session.connection().remote(),
                ClientName.of(
                        session.connection().handshake().peerId(),
                        session.extensions().flatMap(told -> told.client())),
                session.connection().dialled(),
                worker.remoteCount(),
                worker.piece(),
                worker.downloadedBytes(),
                upload.uploadedBytes(),
                rate.perSecond(),
                upload.uploadRate(),
                worker.isInterested(),
                worker.isChoked(),
                upload.isRemoteInterested(),
                upload.isChoking(),
                isComplete());
    }
}
