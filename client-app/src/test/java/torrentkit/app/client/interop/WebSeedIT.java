package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import torrentkit.testing.Needs;

/** The packaged {@code download} and web seeds: {@code server-app}'s own, and nginx. */
class WebSeedIT extends SeparateLab {
    static final List<String> PATHS = Samples.ALL;

    private Path root;
    private Path into;

    @BeforeEach
    void fillDirectories() throws Exception {
        root = Samples.make(lab.directory("root"));
        into = lab.directory("into");
    }

    private Running download(Object source, Object... more) throws Exception {
        List<Object> words =
                new ArrayList<>(List.of("download", source, "-d", into, "--no-record", "--metrics-port", 0));
        words.addAll(List.of(more));
        return lab.client(words.toArray());
    }

    @ParameterizedTest
    @FieldSource("PATHS")
    void loadsFromServerAppAlone(String path) throws Exception {
        ServerApp server = lab.server(root);

        download(server.torrent(path), "--web-seed", "only").succeeds();

        Samples.assertSame(into.resolve(Samples.name(path)), root.resolve(path));
        assertThat(server.sentByHttp()).isGreaterThanOrEqualTo(size(root.resolve(path)));
    }

    private static long size(Path path) throws Exception {
        try (var files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void leavesTheOriginAloneWhileItSeeds() throws Exception {
        ServerApp server = lab.server(root);
        Path torrent = server.torrent(Samples.FILE);
        List<Running> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(lab.client("download", torrent, "-d", lab.directory("into"), "--no-record", "--metrics-port", 0));
        }
        for (Running one : all) {
            one.succeeds();
        }

        assertThat(server.sentByHttp()).isZero();
    }

    @Test
    void goesOnAfterAKill() throws Exception {
        int size = 20_000_000;
        Path file = Samples.random(root.resolve("large.bin"), size);
        ServerApp server = lab.server(root);
        Path torrent = server.torrent("large.bin");
        Running first = download(torrent, "--web-seed", "only", "--limit-rate", "4M");
        await().atMost(Running.SOON).until(() -> server.sentByHttp() > size * 3L / 4); // with what waits in sockets
        first.kill();
        long before = server.sentByHttp();
        download(torrent, "--web-seed", "only").succeeds();

        Samples.assertSame(into.resolve("large.bin"), file);
        assertThat(server.sentByHttp() - before).isLessThan(size * 3L / 4);
    }

    @Test
    void loadsByAMagnetLinkThatNamesNothingElse() throws Exception {
        ServerApp server = lab.server(root);
        for (String path : PATHS) {
            String link = server.magnet(path).replaceAll("&tr=[^&]*", "");
            download(link, "--web-seed", "only").succeeds();

            Samples.assertSame(into.resolve(Samples.name(path)), root.resolve(path));
        }
    }

    @Test
    void loadsFromNginx() throws Exception {
        Needs.program("nginx", "nginx-light");
        int port = lab.network().freePort();
        String address = lab.network().address();
        Path work = lab.directory("nginx");
        Path settings = Files.writeString(lab.path("nginx.conf"), """
                daemon off;
                user root;
                pid %1$s/pid;
                error_log %1$s/error.log;
                events {}
                http {
                  access_log off;
                  client_body_temp_path %1$s;
                  proxy_temp_path %1$s;
                  fastcgi_temp_path %1$s;
                  uwsgi_temp_path %1$s;
                  scgi_temp_path %1$s;
                  server {
                    listen %2$s:%3$d;
                    root "%4$s";
                  }
                }
                """.formatted(work, address, port, root));
        lab.start(List.of("nginx", "-p", work, "-c", settings));
        for (String path : PATHS) {
            Path torrent = lab.path("t.torrent");
            String below = path.contains("/") ? path.substring(0, path.lastIndexOf('/') + 1) : "";
            String url = "http://" + address + ":" + port + "/" + below.replace(" ", "%20");
            lab.client("create", root.resolve(path), "-o", torrent, "-w", url).succeeds();
            download(torrent).succeeds();

            Samples.assertSame(into.resolve(Samples.name(path)), root.resolve(path));
        }
    }

    @Test
    void saysWhyAWebSeedIsOfNoUse() throws Exception {
        ServerApp server = lab.server(root);
        Path torrent = lab.path("t.torrent");
        String url = URI.create(server.url("x")).resolve("/file/not-there").toString();
        lab.client("create", root.resolve(Samples.FILE), "-o", torrent, "-w", url)
                .succeeds();
        Running run = download(torrent, "--web-seed", "only");

        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.output()).contains("not-there").contains("HTTP 404");
    }
}
