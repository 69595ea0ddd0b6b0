package torrentkit.app.server;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import torrentkit.app.server.config.ServerConfig;
import torrentkit.app.server.http.RequestPath;
import torrentkit.app.server.text.Shown;
import torrentkit.peer.Transport;

/** What a person wants to know once the server runs: what is where, and a command to try. */
final class StartReport {
    private static final int MAX_LOOKED_AT = 1_000; // of a directory's entries, in search of an example

    private StartReport() {}

    /** @param clientApp how client-app is called here */
    static List<String> lines(ServerConfig config, TorrentServer server, String clientApp) {
        String torrents = "http://" + host(config, server.webAddress()) + ":"
                + server.webAddress().getPort() + config.web().urlPrefix() + "/";
        List<String> lines = new ArrayList<>();
        lines.add("serving " + Shown.text(server.root().toString()) + " at " + torrents + "PATH, with "
                + Transport.best());
        lines.add("tracker on port " + server.trackerPort() + " of "
                + where(config.tracker().host()) + ", HTTP and UDP"
                + (config.tracker().open() ? ", open to every torrent" : ""));
        lines.add("seed on port " + server.peerPort() + " of "
                + where(config.seed().host()));
        example(server.root()).ifPresent(names -> {
            String url = torrents + RequestPath.encode(names);
            lines.add("try: curl -OJ " + url);
            lines.add("or:  " + clientApp + " download " + url);
        });
        return lines;
    }

    private static String where(Optional<String> host) {
        return host.orElse("every interface");
    }

    private static String host(ServerConfig config, InetSocketAddress listening) {
        InetAddress address = listening.getAddress();
        if (address.isAnyLocalAddress()) {
            return "localhost";
        }
        return NetUtil.isValidIpV6Address(config.web().host())
                ? "[" + config.web().host() + "]"
                : config.web().host();
    }

    /** How to call client-app from here: by its path, if it lies where a build or two unpacked archives put it. */
    static String clientApp(Optional<Path> home, Path workingDirectory) {
        return home.map(Path::toAbsolutePath)
                .map(Path::normalize)
                .flatMap(here -> List.of("../../../client-app/target/client-app", "../client-app").stream()
                        .map(there -> here.resolve(there).normalize().resolve("bin/client-app"))
                        .filter(Files::isExecutable)
                        .findFirst())
                .map(found -> found.startsWith(workingDirectory) ? workingDirectory.relativize(found) : found)
                .map(Path::toString)
                .filter(path -> path.matches("[A-Za-z0-9/._+-]+")) // what needs no quotes in a shell
                .orElse("client-app");
    }

    /** Some file with content below the directory, as near to the top as possible. */
    private static Optional<List<String>> example(Path root) {
        Queue<Path> directories = new ArrayDeque<>(List.of(root));
        int lookedAt = 0;
        while (!directories.isEmpty()) {
            List<Path> entries = new ArrayList<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directories.remove())) {
                for (Path entry : stream) {
                    if (++lookedAt > MAX_LOOKED_AT) {
                        break;
                    }
                    entries.add(entry);
                }
            } catch (IOException | DirectoryIteratorException e) {
                continue; // not readable: no example
            }
            entries.sort(null);
            for (Path entry : entries) {
                if (entry.getFileName().toString().startsWith(".")) {
                    continue;
                }
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    directories.add(entry);
                } else if (isExample(entry)) {
                    List<String> names = new ArrayList<>();
                    root.relativize(entry).forEach(name -> names.add(name.toString()));
                    return Optional.of(names);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isExample(Path file) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.isReadable(file)
                    && Files.size(file) > 0;
        } catch (IOException e) {
            return false;
        }
    }
}
