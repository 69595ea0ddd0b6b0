package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import torrentkit.content.Content;
import torrentkit.seeder.Seeder;
import torrentkit.seeder.SeederConfig;
import torrentkit.storage.FileStamp;
import torrentkit.storage.FileTree;
import torrentkit.storage.OpenFiles;
import torrentkit.testing.ScriptedSeed;
import torrentkit.testing.TempContent;
import torrentkit.testing.TestTorrent;

/** Downloads of one torrent from peers that a test makes up. Closing it closes all of them. */
final class Scene implements AutoCloseable {
    /** Far longer than anything takes: only keeps a failing test from hanging. */
    private static final Duration PATIENCE = Duration.ofSeconds(50);

    private final TestTorrent torrent;
    private final Path directory;
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private final List<DownloadEvent> events = new CopyOnWriteArrayList<>();

    Scene(TestTorrent torrent, Path directory) {
        this.torrent = torrent;
        this.directory = directory;
    }

    static DownloaderConfig config() {
        return DownloaderConfig.defaults().withAnnounce(false);
    }

    Downloader downloader(DownloaderConfig config) throws IOException {
        return closing(Downloader.open(config));
    }

    /** An honest seeder of ours. */
    Seeder seeder() throws IOException {
        Path root = TempContent.of(torrent, directory.resolve("served"));
        FileTree tree = FileTree.of(torrent.metainfo(), root);
        List<FileStamp> stamps =
                IntStream.range(0, tree.fileCount()).mapToObj(tree::stamp).toList();
        Seeder seeder = closing(Seeder.open(SeederConfig.defaults()));
        seeder.seed(new Content(torrent.metainfo(), root, stamps));
        return seeder;
    }

    /** A seed that does as the script says. */
    ScriptedSeed seed(ScriptedSeed.Script script) {
        return closing(ScriptedSeed.running(script));
    }

    /** A seed of all that answers as it is told. */
    ScriptedSeed answering(ScriptedSeed.Answer answer) {
        return closing(ScriptedSeed.answering(torrent, answer));
    }

    ScriptedSeed honest() {
        return answering(request -> ScriptedSeed.honest(torrent, request));
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    Path target() {
        return directory.resolve("out").resolve("target");
    }

    DownloadRequest request(InetSocketAddress... peers) {
        return DownloadRequest.of(torrent.metainfo(), target())
                .withPeers(List.of(peers))
                .withEvents(events::add);
    }

    /** Starts a download with the usual bounds. */
    Download start(InetSocketAddress... peers) throws IOException {
        return start(config(), peers);
    }

    Download start(DownloaderConfig config, InetSocketAddress... peers) throws IOException {
        return downloader(config).start(request(peers));
    }

    /** Puts pieces where an unfinished download left them. */
    void leave(Path target, IntPredicate pieces) {
        try (OpenFiles files = new OpenFiles(10);
                PartContent part =
                        PartContent.open(torrent.metainfo(), Placement.of(target), FileSelection.all(), files)) {
            part.check(Runnable::run).join();
            for (int i = 0; i < torrent.layout().pieceCount(); i++) {
                if (pieces.test(i)) {
                    part.write(i, 0, ByteBuffer.wrap(torrent.piece(i)));
                }
            }
        }
    }

    /** What happened in the downloads that were made with {@link #request}. */
    <T extends DownloadEvent> List<T> events(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Waits until it is complete, and compares the bytes. */
    void assertCompletes(Download download) throws Exception {
        Path target = download.outcome().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        for (int file : torrent.filesOnDisk()) {
            Path path = torrent.metainfo().isDirectory()
                    ? target.resolve(torrent.metainfo().files().get(file).joinedPath())
                    : target;
            assertThat(Files.readAllBytes(path)).isEqualTo(torrent.file(file));
        }
        assertThat(download.progress().verifiedBytes()).isEqualTo(torrent.content().length);
    }

    /** Waits until it fails, and answers how. */
    static DownloadException failure(Download download) throws InterruptedException, TimeoutException {
        try {
            download.outcome().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            throw new AssertionError("the download completed");
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(DownloadException.class);
            return (DownloadException) e.getCause();
        }
    }

    private <T extends AutoCloseable> T closing(T thing) {
        toClose.push(thing);
        return thing;
    }

    @Override
    public void close() {
        while (!toClose.isEmpty()) {
            try {
                toClose.pop().close();
            } catch (Exception e) {
                throw new AssertionError("closing failed", e);
            }
        }
    }
}
