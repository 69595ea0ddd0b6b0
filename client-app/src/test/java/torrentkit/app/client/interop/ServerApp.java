package torrentkit.app.client.interop;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A {@code server-app} that serves. */
final class ServerApp {
    private static final Pattern BY_HTTP = Pattern.compile("torrentkit_sent_bytes_total\\{way=\"web\"\\} (\\S+)");

    private final Lab lab;
    private final Running program;
    private final String prefix;
    private final int trackerPort;
    private final int peerPort;

    ServerApp(Lab lab, Running program) {
        this.lab = lab;
        this.program = program;
        program.awaitOutput("seed on port ");
        String report = program.output();
        prefix = Lab.found(Pattern.compile("(http://\\S+/torrent/)PATH"), report);
        trackerPort = Integer.parseInt(Lab.found(Pattern.compile("tracker on port (\\d+)"), report));
        peerPort = Integer.parseInt(Lab.found(Pattern.compile("seed on port (\\d+)"), report));
    }

    Running program() {
        return program;
    }

    int webPort() {
        return URI.create(prefix).getPort();
    }

    int trackerPort() {
        return trackerPort;
    }

    int peerPort() {
        return peerPort;
    }

    /** Where the torrent of this path below the root is. */
    String url(String path) {
        return prefix
                + Arrays.stream(path.split("/"))
                        .map(name ->
                                URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"))
                        .collect(Collectors.joining("/"));
    }

    /** Asks for the torrent of this path. */
    Path torrent(String path) throws Exception {
        return get(path, url(path));
    }

    /** Asks for the magnet link of this path. */
    String magnet(String path) throws Exception {
        return Files.readString(get(path, url(path).replace("/torrent/", "/magnet/")))
                .strip();
    }

    /** Bytes of content that it has sent over HTTP. */
    long sentByHttp() throws Exception {
        Path page = lab.path("metrics");
        lab.get(URI.create(prefix).resolve("/metrics").toString(), page);
        return (long) Double.parseDouble(Lab.found(BY_HTTP, Files.readString(page)));
    }

    private Path get(String path, String url) throws Exception {
        Path torrent = lab.path("t.torrent");
        int status = lab.get(url, torrent);
        if (status != 200) {
            throw new AssertionError(
                    path + " was answered " + status + ", and the server printed:\n" + program.output());
        }
        return torrent;
    }
}
