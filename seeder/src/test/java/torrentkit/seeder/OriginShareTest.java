package torrentkit.seeder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torrentkit.peer.NoDownload;
import torrentkit.peer.PeerChannel;
import torrentkit.peer.PeerSession;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;
import torrentkit.seeder.origin.OriginPolicy;
import torrentkit.seeder.upload.PieceSource;
import torrentkit.seeder.upload.UploadHalf;
import torrentkit.seeder.upload.UploadResources;
import torrentkit.storage.Storage;
import torrentkit.storage.StorageException;
import torrentkit.testing.Frames;
import torrentkit.wire.PeerId;

/** What other clients get, on connections in memory whose time goes on when the test says so. */
class OriginShareTest {
    private static final int PIECES = 200;
    private static final TorrentLayout LAYOUT = TorrentLayout.of(1 << 20, (long) PIECES << 20);
    private static final byte[] OTHER_CLIENT = "-XX0001-abcdefghijkl".getBytes(StandardCharsets.US_ASCII);

    private final UploadResources resources = UploadResources.of(Runnable::run, 2);
    private final List<Shown> clients = new ArrayList<>();
    private long now = 1_000_000_000L;
    private final OriginPolicy<PeerSession> policy = new OriginPolicy<>(LAYOUT, () -> now, new Random(1));

    @AfterEach
    void close() {
        clients.forEach(client -> client.channel.finishAndReleaseAll());
        resources.close();
    }

    /** A client that has nothing. */
    private final class Shown {
        private final PeerChannel channel = new PeerChannel();
        private final PeerSession session;
        private OriginShare share;
        private UploadHalf upload;

        Shown() {
            session = new PeerSession(
                    channel.connection(true, PeerId.of(OTHER_CLIENT), false),
                    LAYOUT,
                    0,
                    created -> {
                        share = new OriginShare(created, policy, () -> upload);
                        return new Watch(share);
                    },
                    created -> upload = new UploadHalf(
                            created, new Whole(), share, resources, UploadHalf::uploadedBytes, List.of()));
            channel.open(session, Duration.ofHours(1));
            channel.receive(Frames.frame(Frames.HAVE_NONE));
            clients.add(this);
        }

        /** Time goes on for it, and it does nothing. */
        void second() {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runPendingTasks();
            channel.sent();
        }
    }

    @Test
    void whoWantsNothingOfWhatItIsShownKeepsNothingFromOthers() {
        for (int i = 0; i < 20; i++) {
            new Shown();
        }
        List<Shown> paused = List.copyOf(clients);
        PeerSession eager = new Shown().session;
        int fetched = 0;
        for (int second = 0; second < 40; second++) {
            now += 1_000_000_000L;
            paused.forEach(Shown::second);
            for (int each = 0; each < 8; each++) {
                OptionalInt piece = policy.offer(eager);
                if (piece.isPresent()) {
                    policy.allows(eager, piece.getAsInt());
                    policy.sent(eager, piece.getAsInt(), 1 << 20);
                    policy.has(eager, piece.getAsInt());
                    fetched++;
                }
            }
        }
        assertThat(fetched).isEqualTo(PIECES);
    }

    /** The share's view of the peer. */
    private static final class Watch extends NoDownload {
        private final OriginShare share;

        Watch(OriginShare share) {
            this.share = share;
        }

        @Override
        public void remotePieces(Bitfield told) {
            share.joined(told);
        }

        @Override
        public void remoteHas(int index) {
            share.has(index);
        }

        @Override
        public void burstEnded() {
            share.burstEnded();
        }

        @Override
        public void tick() {
            share.tick();
        }

        @Override
        public void closed() {
            share.left();
        }
    }

    private record Whole() implements PieceSource {
        @Override
        public Bitfield pieces() {
            return Bitfield.full(PIECES);
        }

        @Override
        public boolean has(int index) {
            return true;
        }

        @Override
        public boolean isDone() {
            return true;
        }

        @Override
        public Storage storage() {
            throw new IllegalStateException("nothing is asked for");
        }

        @Override
        public void failed(StorageException cause) {
            throw cause;
        }

        @Override
        public void uploaded(int bytes) {}
    }
}
