package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.client.face.web.BrowserScripts;
import torrentkit.metainfo.Metainfo;

/** The page of the packaged {@code download -m web} and {@code replay -m web} in a real browser. */
class WebPageIT {
    private static final Pattern PAGE = Pattern.compile("The page of this run is (\\S+)");

    @TempDir
    private Path directory;

    @Test
    void showsADownloadAndItsRecord() throws Exception {
        BrowserScripts scripts = BrowserScripts.need(directory);
        HttpServer control = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (Lab lab = new Lab(directory, Network.ofThisMachine())) {
            Path original = Samples.random(lab.directory("source").resolve("ein großer Film.bin"), 77 * 65_536);
            Path torrent = lab.path("t.torrent");
            lab.client("create", original, "-o", torrent, "--piece-length", "64K")
                    .succeeds();
            try (CountingSeed seed = new CountingSeed(Metainfo.read(torrent), Files.readAllBytes(original))) {
                seed.allow(100);
                Path into = lab.directory("into");
                Path record = lab.path("run.log");
                Running download = lab.client(
                        "download",
                        torrent,
                        "-d",
                        into,
                        "--peer",
                        seed.address(),
                        "--no-lsd",
                        "--record",
                        record,
                        "-m",
                        "web",
                        "--web-port",
                        0,
                        "--metrics-port",
                        0);
                CompletableFuture<Running> replay = new CompletableFuture<>();
                control.createContext("/finish", exchange -> {
                    seed.allow(100_000);
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
                control.createContext("/replay", exchange -> {
                    Running running = lab.client(
                            "replay", record, "-m", "web", "--web-port", 0, "--speed", "max", "--metrics-port", 0);
                    replay.complete(running);
                    byte[] page = page(running).getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                    exchange.close();
                });
                control.start();
                String controls = "http://127.0.0.1:" + control.getAddress().getPort() + "/";

                scripts.succeeds("command-test.mjs", List.of(page(download), controls));
                download.succeeds();
                Samples.assertSame(into.resolve(original.getFileName()), original);
                replay.join().signal("INT");
                assertThat(replay.join().exitCode()).as(replay.join().output()).isZero();
            }
        } finally {
            control.stop(0);
        }
    }

    private static String page(Running running) {
        running.awaitOutput("The page of this run is ");
        running.awaitOutput("/\n");
        return Lab.found(PAGE, running.output());
    }
}
