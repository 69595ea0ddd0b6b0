package torrentkit.seeder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.peer.PeerNetwork;
import torrentkit.peer.PeerNetworkConfig;
import torrentkit.peer.Transport;
import torrentkit.storage.StorageExecutor;
import torrentkit.testing.Frames;
import torrentkit.testing.Leftovers;
import torrentkit.testing.ScriptedPeer;
import torrentkit.testing.TestTorrent;

/** What a closed seeder leaves behind: nothing. */
@Timeout(60)
class SeederLifecycleIT {
    private static final TestTorrent TORRENT = TestTorrent.ofFile("payload.bin", 3_000_001, 64 * 1024);

    @TempDir
    Path directory;

    private static ScriptedPeer asking(Seeder seeder) throws IOException {
        ScriptedPeer peer = ScriptedPeer.join(seeder.port(), TORRENT.metainfo().infoHash());
        peer.send(Frames.frame(Frames.INTERESTED)).expect(Frames.UNCHOKE);
        for (int i = 0; i < 400; i++) {
            peer.send(Frames.request(i % 45, 0, 64 * 1024));
        }
        return peer;
    }

    @Test
    void leavesNothingBehindWhenIdle() throws IOException {
        Leftovers before = Leftovers.before();
        Seeder seeder = Seeder.open(SeederConfig.defaults());
        SeededTorrent seeded = seeder.seed(ServedContent.of(TORRENT, directory));
        seeder.close();
        before.assertNone(directory);
        assertThat(seeded.withdrawn()).isCompletedWithValueMatching(reason -> reason.contains("closed"));
        seeder.close();
    }

    @Test
    void closesDuringBusyTransfersWithPeersThatDoNotRead() throws IOException {
        Leftovers before = Leftovers.before();
        Seeder seeder = Seeder.open(SeederConfig.defaults());
        seeder.seed(ServedContent.of(TORRENT, directory));
        List<ScriptedPeer> peers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            peers.add(asking(seeder));
        }
        peers.get(0).expect(Frames.PIECE);
        long start = System.nanoTime();
        seeder.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        for (ScriptedPeer peer : peers) {
            peer.expectClosed();
            peer.close();
        }
        before.assertNone(directory);
    }

    @Test
    void mayBeClosedByManyThreadsAtOnce() throws Exception {
        Leftovers before = Leftovers.before();
        Seeder seeder = Seeder.open(SeederConfig.defaults());
        seeder.seed(ServedContent.of(TORRENT, directory));
        try (ScriptedPeer peer = asking(seeder)) {
            CompletableFuture<?>[] closing = new CompletableFuture<?>[4];
            for (int i = 0; i < closing.length; i++) {
                closing[i] = CompletableFuture.runAsync(seeder::close);
            }
            CompletableFuture.allOf(closing).get(20, TimeUnit.SECONDS);
            peer.expectClosed();
        }
        before.assertNone(directory);
    }

    @Test
    void leavesSharedPartsRunning() throws Exception {
        EventLoopGroup loops = Transport.best().newGroup(1, "test-loops");
        StorageExecutor storage = new StorageExecutor(1);
        PeerNetwork network = PeerNetwork.open(PeerNetworkConfig.defaults()
                .withSharedLoops(loops)
                .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        try {
            Seeder first = Seeder.on(network, storage, SeederConfig.defaults());
            first.seed(ServedContent.of(TORRENT, directory));
            try (ScriptedPeer peer = asking(first)) {
                peer.expect(Frames.PIECE);
                first.close();
                peer.expectClosed();
            }
            Awaitility.await() // a read that is under way ends first
                    .until(() -> Leftovers.openBelow(directory).isEmpty());
            Seeder second = Seeder.on(network, storage, SeederConfig.defaults());
            second.seed(ServedContent.of(TORRENT, directory));
            try (ScriptedPeer peer = asking(second)) {
                peer.expect(Frames.PIECE);
            }
            second.close();
            assertThat(CompletableFuture.supplyAsync(() -> 1, storage).get(10, TimeUnit.SECONDS))
                    .isEqualTo(1);
            assertThat(loops.submit(() -> 2).get(10, TimeUnit.SECONDS)).isEqualTo(2);
        } finally {
            network.close();
            storage.close();
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aPortThatCannotBeHadLeavesNothingBehind() throws IOException {
        try (Seeder holder = Seeder.open(SeederConfig.defaults())) {
            Leftovers before = Leftovers.before();
            InetSocketAddress taken = new InetSocketAddress(holder.port());
            assertThatThrownBy(() -> Seeder.open(SeederConfig.defaults().withListen(taken)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(String.valueOf(holder.port()));
            before.assertNone(directory);
        }
    }
}
