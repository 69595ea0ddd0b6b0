package torrentkit.app.server.config;

import io.netty.util.NetUtil;
import java.net.IDN;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import torrentkit.tracker.swarm.Zones;

/**
 * Makes a checked {@link ServerConfig} of the values of all settings. Three of its sentences are known to users of the server this
 * one succeeds, and are kept word for word.
 */
public final class ConfigurationReader {
    static final String SERVICE = "\"puppetlabs.torrent-server-web-service/torrent-web-service\"";
    private static final Pattern URL_PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)*/?");
    /** What the server answers itself, whatever the prefix of torrents is. */
    private static final Set<String> TAKEN =
            Set.of("api", "assets", "file", "healthz", "magnet", "meta4", "metrics", "readyz");

    private static final Pattern HOST_NAME = Pattern.compile("(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?"
            + "(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\\.?");

    private final SettingValues values;

    private ConfigurationReader(SettingValues values) {
        this.values = values;
    }

    /**
     * Reads settings without a look at the environment.
     *
     * @param file the configuration file, if there is one
     * @param options settings from the command line, by their full key, for example {@code webserver.port}
     * @param warnings gets a sentence for each setting that has no effect
     * @throws ConfigurationException if anything is missing or wrong
     */
    public static ServerConfig read(Optional<Path> file, Map<String, String> options, Consumer<String> warnings) {
        Configuration read = Configuration.read(new SettingSources(file, Map.of(), options));
        read.warnings().forEach(warnings);
        return read.settings();
    }

    /** What is wrong is noted with the values; then the result is of no use. */
    static ServerConfig read(SettingValues values) {
        return new ConfigurationReader(values).read();
    }

    private ServerConfig read() {
        TrackerSettings tracker = tracker();
        return new ServerConfig(content(), web(), tracker, seed(tracker.zones()), authorization());
    }

    private ContentSettings content() {
        return new ContentSettings(
                values.attempt(this::fileSource, Path.of("")),
                values.path("torrent-server.state-dir"),
                values.bool("torrent-server.private"),
                values.pieceLength("torrent-server.piece-length"),
                values.bool("torrent-server.web-seed"),
                values.integer("torrent-server.hashing-jobs", 1, 1_000),
                values.integer("torrent-server.hashing-queue", 0, 1_000_000),
                values.optionalInteger("torrent-server.hashing-threads", 1, 1_000),
                values.rate("torrent-server.hashing-rate"),
                values.texts("torrent-server.warm"),
                values.duration("torrent-server.rescan-interval", Duration.ofSeconds(1)));
    }

    private WebSettings web() {
        OptionalInt port = values.optionalPort("webserver.port");
        OptionalInt tlsPort = values.optionalPort("webserver.ssl-port");
        String needsTls = tlsPort.isPresent() ? "webserver.ssl-port" : "torrent-server.tracker-ssl-port";
        values.attempt(
                () -> {
                    if (port.isEmpty() && tlsPort.isEmpty()) {
                        throw new ConfigurationException("webserver needs port, ssl-port or both; neither is set");
                    }
                    return port;
                },
                port);
        return new WebSettings(
                values.host("webserver.host"),
                port,
                values.isSet(needsTls) ? Optional.of(tls(tlsPort, needsTls)) : Optional.empty(),
                values.attempt(() -> urlPrefix("web-router-service." + SERVICE), ""),
                Duration.ofMillis(values.integer("webserver.idle-timeout-milliseconds", 1, Integer.MAX_VALUE)),
                values.integer("webserver.request-header-max-size", 1 << 10, 1 << 20),
                Duration.ofSeconds(values.integer("webserver.shutdown-timeout-seconds", 0, 3_600)),
                values.integer("webserver.max-connections", 1, 1_000_000),
                values.integer("webserver.max-connections-per-address", 1, 1_000_000),
                values.text("webserver.access-log"));
    }

    private TlsSettings tls(OptionalInt port, String because) {
        return new TlsSettings(
                values.host("webserver.ssl-host"),
                port,
                values.requiredFile("webserver.ssl-cert", because),
                values.path("webserver.ssl-cert-chain"),
                values.requiredFile("webserver.ssl-key", because),
                values.path("webserver.ssl-ca-cert"),
                values.path("webserver.ssl-crl-path"),
                values.texts("webserver.cipher-suites"),
                values.texts("webserver.ssl-protocols"),
                values.oneOf(
                        "webserver.client-auth",
                        TlsSettings.ClientAuth.class,
                        written -> TlsSettings.ClientAuth.valueOf(written.toUpperCase(Locale.ROOT)),
                        "must be need, want or none"));
    }

    private TrackerSettings tracker() {
        return new TrackerSettings(
                values.text("torrent-server.tracker-host"),
                values.port("torrent-server.tracker-port"),
                values.optionalPort("torrent-server.tracker-ssl-port"),
                values.bool("torrent-server.tracker-open"),
                ZoneSettings.read(values, "torrent-server.zones"),
                values.attempt(
                        () -> values.written("torrent-server.announce-host").map(ConfigurationReader::announceHost),
                        Optional.empty()),
                values.duration("torrent-server.announce-key-lifetime", Duration.ofMinutes(1)));
    }

    private SeedSettings seed(Zones zones) {
        return new SeedSettings(
                values.text("torrent-server.peer-host"),
                values.optionalPort("torrent-server.peer-port"),
                values.integer("torrent-server.upload-slots", 2, 10_000),
                values.integer("torrent-server.max-peers", 1, 1_000_000),
                values.integer("torrent-server.max-peers-per-torrent", 1, 1_000_000),
                values.integer("torrent-server.max-peers-per-address", 1, 1_000_000),
                values.rate("torrent-server.upload-limit"),
                values.rate("torrent-server.upload-limit-per-torrent"),
                values.rate("torrent-server.upload-limit-per-peer"),
                ExemptSettings.read(values, "torrent-server.upload-limit-exempt", zones),
                values.copies("origin.max-copies"));
    }

    private AuthorizationSettings authorization() {
        return new AuthorizationSettings(
                values.section("authorization"),
                values.text("authentication.realm").orElse("torrentkit"),
                values.path("authentication.htpasswd-file"),
                values.path("authentication.token-file"));
    }

    private Path fileSource() {
        String configured = values.written("torrent-server.file-source")
                .orElseThrow(
                        () -> new ConfigurationException("torrent-server requires file-source option be configured"));
        Path directory;
        try {
            directory = Path.of(configured);
        } catch (InvalidPathException e) {
            throw new ConfigurationException(
                    SettingValues.oneLine(
                            "torrent-server's file-source " + configured + " is not a path: " + e.getReason()),
                    e);
        }
        if (!Files.exists(directory)) {
            throw new ConfigurationException(
                    SettingValues.oneLine("torrent-server's file-source directory " + configured + " does not exist"));
        }
        if (!Files.isDirectory(directory) || !Files.isReadable(directory) || !Files.isExecutable(directory)) {
            throw new ConfigurationException(SettingValues.oneLine(
                    "torrent-server's file-source " + configured + " must be a directory that can be read"));
        }
        return directory;
    }

    private String urlPrefix(String key) {
        String prefix = values.written(key).orElse("/");
        if (!URL_PREFIX.matcher(prefix).matches()) {
            throw values.wrong(key, "must be a URL path such as /torrent");
        }
        List<String> names = List.of(prefix.split("/"));
        if (names.contains(".") || names.contains("..")) {
            throw values.wrong(key, "must be a URL path without . and .., such as /torrent");
        }
        if (names.size() > 1 && TAKEN.contains(names.get(1))) {
            throw values.wrong(
                    key, "must not begin with /" + names.get(1) + ", below which the server answers something else");
        }
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    private static String announceHost(String written) {
        String host = written.trim();
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host) && !host.contains("%")) {
            return host;
        }
        try {
            String ascii = IDN.toASCII(host);
            if (HOST_NAME.matcher(ascii).matches()) {
                return ascii;
            }
        } catch (IllegalArgumentException e) {
            // not a name: said below
        }
        throw new ConfigurationException(SettingValues.oneLine(
                "torrent-server.announce-host must be a host name or an IP address without a port; it is " + written));
    }
}
