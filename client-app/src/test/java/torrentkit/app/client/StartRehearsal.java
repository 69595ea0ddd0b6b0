package torrentkit.app.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import torrentkit.content.Content;
import torrentkit.content.ContentHasher;
import torrentkit.downloader.DownloadRequest;
import torrentkit.downloader.Downloader;
import torrentkit.downloader.DownloaderConfig;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.seeder.Seeder;
import torrentkit.seeder.SeederConfig;
import torrentkit.storage.StorageExecutor;
import torrentkit.tracker.server.Tracker;
import torrentkit.tracker.server.TrackerConfig;

/**
 * Downloads a small file from a swarm in this process: a tracker, a seed, and another download, with which pieces are exchanged. The
 * build runs it to learn which classes a download loads; see {@code .packaging}.
 */
final class StartRehearsal {
    /** So that the download takes a second or two, and what happens once a second happens. */
    private static final int SEED_BYTES_PER_SECOND = 1_000_000;

    private StartRehearsal() {}

    /** @param arguments a directory to work in */
    public static void main(String[] arguments) throws IOException {
        Path work = Path.of(arguments[0]);
        Path file = Files.write(work.resolve("file"), new byte[2_000_000]);
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Tracker tracker = Tracker.open(TrackerConfig.defaults().withListen(anyPort));
        Seeder seeder = Seeder.open(SeederConfig.defaults()
                .withListen(anyPort)
                .withLimits(SeederConfig.defaults().limits().withUploadRates(SEED_BYTES_PER_SECOND, 0, 0)));
        URI announce = URI.create("http://127.0.0.1:" + tracker.port() + "/announce");
        Content content = new ContentHasher(StorageExecutor.sizedByCores())
                .hash(
                        file,
                        MetainfoOptions.defaults().withPieceLength(64 * 1024).withTrackers(List.of(List.of(announce))),
                        hashedBytes -> {})
                .join();
        tracker.register(content.metainfo().infoHash());
        seeder.seed(content);
        tracker.registerLocalSeed(content.metainfo().infoHash(), seeder.peerId(), seeder.port(), Optional.empty());
        Downloader other = Downloader.open(DownloaderConfig.defaults().withListen(anyPort));
        other.start(
                DownloadRequest.of(content.metainfo(), work.resolve("other")).withSeedAfterwards(true));
        ServerSocket http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread server = new Thread(() -> answer(http, content.metainfo().toBytes()), "rehearsal-http");
        server.setDaemon(true);
        server.start();

        ClientApp.main(new String[] {
            "download",
            "http://127.0.0.1:" + http.getLocalPort() + "/torrent/file",
            "-d",
            work.resolve("downloaded").toString(),
            "--record",
            work.resolve("history.log").toString(),
            "--seed-time",
            "1s"
        });
    }

    /** A server with a torrent, for one request, of no more classes than a download loads anyway. */
    private static void answer(ServerSocket http, byte[] torrent) {
        try (Socket socket = http.accept()) {
            InputStream in = socket.getInputStream();
            for (int ends = 0; ends < 4; ) {
                int c = in.read();
                ends = c == '\r' || c == '\n' ? ends + 1 : 0;
            }
            OutputStream out = socket.getOutputStream();
            String head = "HTTP/1.1 200 OK\r\nContent-Type: application/x-bittorrent\r\nContent-Length: "
                    + torrent.length + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(torrent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
