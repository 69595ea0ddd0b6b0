package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.downloader.DownloadException.Reason;
import torrentkit.testing.ScriptedSeed;
import torrentkit.testing.TempContent;
import torrentkit.testing.TestTorrent;

/** Where content goes and what of it comes from the disk, with peers at the other end. */
@Timeout(60)
class PlacementIT {
    private static final int PIECE = TestTorrent.PIECE;
    private static final TestTorrent FILE = TestTorrent.ofFile("payload.bin", 2_000_001);
    private static final TestTorrent TREE = TestTorrent.ofDirectory(
            "tree",
            TestTorrent.file("a", 3 * PIECE + 100),
            TestTorrent.file("b", 50),
            TestTorrent.file("sub/c", 4 * PIECE),
            TestTorrent.file("sub/d", 1000));

    @TempDir
    Path directory;

    private static FileSelection select(int... files) {
        BitSet wanted = new BitSet();
        for (int file : files) {
            wanted.set(file);
        }
        return FileSelection.of(wanted);
    }

    private static void await(Download download) throws Exception {
        download.outcome().get(50, TimeUnit.SECONDS);
    }

    @Test
    void aSelectionComesAloneAndTheOthersLater() throws Exception {
        try (Scene scene = new Scene(TREE, directory)) {
            DownloadRequest request = scene.request(scene.honest().address());
            Downloader downloader = scene.downloader(Scene.config());
            Download first = downloader.start(request.withFiles(select(1)));
            await(first);
            assertThat(TempContent.list(scene.target())).containsExactly("b");
            assertThat(scene.target().resolve("b")).hasBinaryContent(TREE.file(1));
            assertThat(first.progress().downloadedBytes()).isEqualTo(PIECE); // the one that it shares
            first.close();

            Download second = downloader.start(request.withFiles(select(1, 3)));
            await(second);
            assertThat(TempContent.list(scene.target())).containsExactly("b", "sub", "sub/d");
            second.close();

            Download third = downloader.start(request);
            scene.assertCompletes(third);
            long before = first.progress().downloadedBytes() + second.progress().downloadedBytes();
            assertThat(third.progress().downloadedBytes()).isEqualTo(TREE.content().length - before);
            third.close();
            assertThat(TempContent.list(scene.target().getParent()).filter(name -> !name.startsWith("target")))
                    .isEmpty();
        }
    }

    /** Pieces at the edges of a selection are verified as a whole, and served as a whole. */
    @Test
    void sharedPiecesAreServedAfterASelectionIsComplete() throws Exception {
        try (Scene scene = new Scene(TREE, directory)) {
            Downloader here = scene.downloader(Scene.config());
            Download selecting = here.start(
                    scene.request(scene.honest().address()).withFiles(select(1)).withSeedAfterwards(true));
            await(selecting);
            Download other = scene.downloader(Scene.config())
                    .start(DownloadRequest.of(TREE.metainfo(), directory.resolve("other"))
                            .withPeers(List.of(Scene.address(here.port())))
                            .withFiles(select(1)));
            await(other);
            assertThat(directory.resolve("other/b")).hasBinaryContent(TREE.file(1));
        }
    }

    @Test
    void onlyWhatChangedSinceAnOlderCopyComesOverTheNetwork() throws Exception {
        try (Scene scene = new Scene(FILE, directory)) {
            byte[] old = FILE.content().clone();
            old[1_000_000] ^= 1;
            old[1_999_999] ^= 1;
            Path copy = Files.write(directory.resolve("old.bin"), old);
            Download download = scene.downloader(Scene.config())
                    .start(scene.request(scene.honest().address())
                            .withPlacement(Placement.of(scene.target()).withReuse(List.of(copy))));
            scene.assertCompletes(download);
            int last = FILE.layout().pieceCount() - 1;
            assertThat(download.progress().downloadedBytes())
                    .isEqualTo(PIECE + FILE.layout().pieceLength(last));
            assertThat(copy).hasBinaryContent(old);
        }
    }

    @Test
    void anOldTargetIsReplacedWhenTheNewOneIsWhole() throws Exception {
        try (Scene scene = new Scene(FILE, directory)) {
            byte[] old = FILE.content().clone();
            old[0] ^= 1;
            Files.createDirectories(scene.target().getParent());
            Files.write(scene.target(), old);
            Download download = scene.downloader(Scene.config())
                    .start(scene.request(scene.honest().address())
                            .withPlacement(Placement.of(scene.target()).withOverwrite(true)));
            scene.assertCompletes(download);
            assertThat(download.progress().downloadedBytes()).isEqualTo(PIECE);
        }
    }

    @Test
    void anotherDigestKeepsTheNameFromTheFile() throws Exception {
        try (Scene scene = new Scene(FILE, directory)) {
            byte[] right = MessageDigest.getInstance("SHA-256").digest(FILE.content());
            byte[] wrong = right.clone();
            wrong[31] ^= 1;
            DownloadRequest request = scene.request(scene.honest().address());
            Placement placement = Placement.of(scene.target());
            Download refused = scene.downloader(Scene.config())
                    .start(request.withPlacement(placement.withDigest(new ExpectedDigest("sha-256", wrong))));
            DownloadException failure = Scene.failure(refused);
            assertThat(failure.reason()).isEqualTo(Reason.WRONG_DIGEST);
            assertThat(failure)
                    .hasMessageContaining(
                            refused.metainfo().infoHash().toString().substring(0, 8));
            assertThat(scene.target()).doesNotExist();
            refused.close();

            Download accepted = scene.downloader(Scene.config())
                    .start(request.withPlacement(placement.withDigest(new ExpectedDigest("sha-256", right))));
            scene.assertCompletes(accepted);
            assertThat(accepted.progress().downloadedBytes()).isZero();
        }
    }

    @Test
    void aDigestIsThatOfOneFile() throws Exception {
        try (Scene scene = new Scene(TREE, directory)) {
            Placement placement = Placement.of(scene.target()).withDigest(new ExpectedDigest("SHA-1", new byte[20]));
            DownloadRequest request = scene.request(scene.honest().address()).withPlacement(placement);
            Download download = scene.downloader(Scene.config()).start(request);
            assertThat(Scene.failure(download).reason()).isEqualTo(Reason.WRONG_DIGEST);
            assertThat(scene.target().getParent()).doesNotExist();
            byte[] right = MessageDigest.getInstance("SHA-1").digest(TREE.file(2));
            Download selecting = scene.downloader(Scene.config())
                    .start(request.withFiles(select(2))
                            .withPlacement(
                                    Placement.of(scene.target()).withDigest(new ExpectedDigest("SHA-1", right))));
            await(selecting);
            assertThat(TempContent.list(scene.target())).containsExactly("sub", "sub/c");
        }
    }

    /** Somebody removes the part while it is written: nothing of it gets the final name, and the next run begins anew. */
    @Test
    void aPartThatVanishesEndsTheDownload() throws Exception {
        try (Scene scene = new Scene(TREE, directory)) {
            ByteBuffer gate = ByteBuffer.allocate(1);
            ScriptedSeed seed = scene.answering(request -> {
                synchronized (gate) {
                    return ScriptedSeed.honest(TREE, request);
                }
            });
            Download download;
            synchronized (gate) {
                scene.leave(scene.target(), piece -> piece < 5);
                download = scene.start(seed.address());
                Awaitility.await().until(() -> download.progress().verifiedPieces() == 5);
                try (var parts = Files.list(scene.target().getParent())) {
                    Path part = parts.filter(path -> path.toString().endsWith(".part"))
                            .findFirst()
                            .orElseThrow();
                    Files.move(part, directory.resolve("moved away"));
                }
            }
            assertThat(Scene.failure(download).reason()).isEqualTo(Reason.DISK);
            assertThat(scene.target()).doesNotExist();
            download.close();
            scene.assertCompletes(scene.start(scene.honest().address()));
        }
    }
}
