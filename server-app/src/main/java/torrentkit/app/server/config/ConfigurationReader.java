package torrentkit.app.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.netty.util.NetUtil;
import java.net.IDN;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads {@link ServerConfig} from options, a HOCON file and the defaults of {@code reference.conf}, in this order of precedence.
 * Three of its sentences are known to users of the server this one succeeds, and are kept word for word.
 */
public final class ConfigurationReader {
    private static final String SERVICE = "\"puppetlabs.torrent-server-web-service/torrent-web-service\"";
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern URL_PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)*/?");
    private static final Pattern HOST_NAME = Pattern.compile("(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?"
            + "(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\\.?");

    private final Config config;

    private ConfigurationReader(Config config) {
        this.config = config;
    }

    /**
     * @param file the configuration file, if there is one
     * @param options settings from the command line, by their full key, for example {@code webserver.port}
     * @param warnings gets a sentence for each key of the file that has no effect
     * @throws ConfigurationException if anything is missing or wrong
     */
    public static ServerConfig read(Optional<Path> file, Map<String, String> options, Consumer<String> warnings) {
        try {
            Config reference =
                    ConfigFactory.parseResources(ConfigurationReader.class.getClassLoader(), "reference.conf");
            Config written = file.map(ConfigurationReader::parse).orElse(ConfigFactory.empty());
            warnAboutUnknownKeys(written.root(), reference.root(), warnings);
            Config given = ConfigFactory.parseMap(options, "command line");
            return new ConfigurationReader(
                            given.withFallback(written).withFallback(reference).resolve())
                    .read();
        } catch (ConfigException e) {
            throw new ConfigurationException(oneLine("configuration: " + e.getMessage()), e);
        }
    }

    private static Config parse(Path file) {
        if (!Files.exists(file)) {
            throw new ConfigurationException("configuration file " + file + " does not exist");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new ConfigurationException(
                    "configuration file " + file + " cannot be read: it must be a readable file");
        }
        return ConfigFactory.parseFile(
                file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
    }

    private static void warnAboutUnknownKeys(ConfigObject written, ConfigObject known, Consumer<String> warnings) {
        for (Map.Entry<String, ConfigValue> section : written.entrySet()) {
            String name = section.getKey();
            if (!known.containsKey(name)) {
                warnings.accept(unknown(name, section.getValue()));
            } else if (!name.equals("web-router-service") // which has a key for every service, most of them not ours
                    && section.getValue() instanceof ConfigObject keys
                    && known.get(name) instanceof ConfigObject knownKeys) {
                keys.forEach((key, value) -> {
                    if (!knownKeys.containsKey(key)) {
                        warnings.accept(unknown(name + "." + key, value));
                    }
                });
            }
        }
    }

    private static String unknown(String key, ConfigValue value) {
        return oneLine("setting " + key + " is not known and has no effect ("
                + value.origin().description() + ")");
    }

    private ServerConfig read() {
        return new ServerConfig(content(), web(), tracker(), seed(), authorization());
    }

    private ContentSettings content() {
        return new ContentSettings(
                fileSource(),
                path("torrent-server.state-dir"),
                bool("torrent-server.private"),
                pieceLength("torrent-server.piece-length"),
                bool("torrent-server.web-seed"),
                integer("torrent-server.hashing-jobs", 1, 1_000),
                integer("torrent-server.hashing-queue", 0, 1_000_000),
                isSet("torrent-server.hashing-threads")
                        ? OptionalInt.of(integer("torrent-server.hashing-threads", 1, 1_000))
                        : OptionalInt.empty(),
                rate("torrent-server.hashing-rate"),
                texts("torrent-server.warm"),
                duration("torrent-server.rescan-interval", Duration.ofSeconds(1)));
    }

    private WebSettings web() {
        OptionalInt trackerTls = optionalPort("torrent-server.tracker-ssl-port");
        OptionalInt webTls = optionalPort("webserver.ssl-port");
        return new WebSettings(
                host("webserver.host"),
                optionalPort("webserver.port"),
                webTls.isPresent() || trackerTls.isPresent() ? Optional.of(tls(webTls)) : Optional.empty(),
                urlPrefix("web-router-service." + SERVICE),
                Duration.ofMillis(integer("webserver.idle-timeout-milliseconds", 1, Integer.MAX_VALUE)),
                integer("webserver.request-header-max-size", 1 << 10, 1 << 20),
                Duration.ofSeconds(integer("webserver.shutdown-timeout-seconds", 0, 3_600)),
                integer("webserver.max-connections", 1, 1_000_000),
                integer("webserver.max-connections-per-address", 1, 1_000_000),
                text("webserver.access-log"));
    }

    private TlsSettings tls(OptionalInt port) {
        return new TlsSettings(
                host("webserver.ssl-host"),
                port,
                path("webserver.ssl-cert").orElseThrow(() -> wrong("webserver.ssl-cert", "must be a PEM file")),
                path("webserver.ssl-cert-chain"),
                path("webserver.ssl-key").orElseThrow(() -> wrong("webserver.ssl-key", "must be a PEM file")),
                path("webserver.ssl-ca-cert"),
                path("webserver.ssl-crl-path"),
                texts("webserver.cipher-suites"),
                texts("webserver.ssl-protocols"),
                clientAuth("webserver.client-auth"));
    }

    private TlsSettings.ClientAuth clientAuth(String key) {
        String written = text(key).orElse("none").toUpperCase(Locale.ROOT);
        return Arrays.stream(TlsSettings.ClientAuth.values())
                .filter(value -> value.name().equals(written))
                .findFirst()
                .orElseThrow(() -> wrong(key, "must be need, want or none"));
    }

    private TrackerSettings tracker() {
        return new TrackerSettings(
                text("torrent-server.tracker-host"),
                port("torrent-server.tracker-port"),
                optionalPort("torrent-server.tracker-ssl-port"),
                bool("torrent-server.tracker-open"),
                text("torrent-server.announce-host").map(ConfigurationReader::announceHost),
                duration("torrent-server.announce-key-lifetime", Duration.ofMinutes(1)));
    }

    private SeedSettings seed() {
        return new SeedSettings(
                text("torrent-server.peer-host"),
                optionalPort("torrent-server.peer-port"),
                integer("torrent-server.upload-slots", 2, 10_000),
                integer("torrent-server.max-peers", 1, 1_000_000),
                integer("torrent-server.max-peers-per-torrent", 1, 1_000_000),
                integer("torrent-server.max-peers-per-address", 1, 1_000_000),
                rate("torrent-server.upload-limit"),
                rate("torrent-server.upload-limit-per-torrent"),
                rate("torrent-server.upload-limit-per-peer"));
    }

    private AuthorizationSettings authorization() {
        return new AuthorizationSettings(
                config.getConfig("authorization"),
                text("authentication.realm").orElse("torrentkit"),
                path("authentication.htpasswd-file"),
                path("authentication.token-file"));
    }

    private String host(String key) {
        return text(key).orElseThrow(() -> new ConfigurationException(key + " must be an address or a name"));
    }

    private OptionalInt optionalPort(String key) {
        return isSet(key) ? OptionalInt.of(port(key)) : OptionalInt.empty();
    }

    private Optional<Path> path(String key) {
        try {
            return text(key).map(Path::of);
        } catch (InvalidPathException e) {
            throw wrong(key, "must be a path");
        }
    }

    private List<String> texts(String key) {
        if (!isSet(key)) {
            return List.of();
        }
        try {
            return config.getStringList(key);
        } catch (ConfigException.WrongType e) {
            throw wrong(key, "must be a list of texts");
        }
    }

    private Duration duration(String key, Duration least) {
        try {
            Duration value = config.getDuration(key);
            if (value.compareTo(least) >= 0) {
                return value;
            }
        } catch (ConfigException e) {
            // said below
        }
        throw wrong(key, "must be a duration such as \"10 minutes\", at least " + least.toSeconds() + " s");
    }

    /** Bytes a second; 0 for none. */
    private long rate(String key) {
        if (!isSet(key)) {
            return 0;
        }
        try {
            long bytes = config.getBytes(key);
            if (bytes > 0) {
                return bytes;
            }
        } catch (ConfigException e) {
            // said below
        }
        throw wrong(key, "must be bytes a second such as \"10 MiB\", or null for no limit");
    }

    private Path fileSource() {
        String configured = text("torrent-server.file-source")
                .orElseThrow(
                        () -> new ConfigurationException("torrent-server requires file-source option be configured"));
        Path directory;
        try {
            directory = Path.of(configured);
        } catch (InvalidPathException e) {
            throw new ConfigurationException(
                    oneLine("torrent-server's file-source " + configured + " is not a path: " + e.getReason()), e);
        }
        if (!Files.exists(directory)) {
            throw new ConfigurationException(
                    oneLine("torrent-server's file-source directory " + configured + " does not exist"));
        }
        if (!Files.isDirectory(directory) || !Files.isReadable(directory) || !Files.isExecutable(directory)) {
            throw new ConfigurationException(
                    oneLine("torrent-server's file-source " + configured + " must be a directory that can be read"));
        }
        return directory;
    }

    private boolean isSet(String key) {
        return config.hasPath(key);
    }

    /** Blank counts as not set: an empty variable in a start script is no name. */
    private Optional<String> text(String key) {
        if (!isSet(key)) {
            return Optional.empty();
        }
        ConfigValue value = config.getValue(key);
        if (value.valueType() == ConfigValueType.OBJECT || value.valueType() == ConfigValueType.LIST) {
            throw wrong(key, "must be a text");
        }
        return Optional.of(value.unwrapped().toString()).filter(text -> !text.isBlank());
    }

    /** The sentence for a port that is no number is one of those kept; it does not say which port. */
    private int port(String key) {
        long port = number(key).orElseThrow(() -> new ConfigurationException("torrent-server port must be an integer"));
        if (port < 0 || port > 65_535) {
            throw wrong(key, "must be a port from 0 to 65535");
        }
        return (int) port;
    }

    private int integer(String key, int least, int most) {
        return (int) (long) number(key)
                .filter(n -> n >= least && n <= most)
                .orElseThrow(() -> wrong(key, "must be an integer from " + least + " to " + most));
    }

    private Optional<Long> number(String key) {
        if (!isSet(key)) {
            return Optional.empty();
        }
        Object value = config.getValue(key).unwrapped();
        if (value instanceof Integer || value instanceof Long) {
            return Optional.of(((Number) value).longValue());
        }
        String text = value instanceof String written ? written.trim() : "";
        if (!INTEGER.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.of(Long.MAX_VALUE); // an integer, only far out of every range
        }
    }

    private boolean bool(String key) {
        try {
            return config.getBoolean(key);
        } catch (ConfigException.WrongType | ConfigException.Missing e) {
            throw wrong(key, "must be true or false");
        }
    }

    private OptionalInt pieceLength(String key) {
        if (!isSet(key)) {
            return OptionalInt.empty();
        }
        long bytes;
        try {
            bytes = config.getBytes(key);
        } catch (ConfigException e) {
            bytes = 0;
        }
        if (Long.bitCount(bytes) != 1 || bytes < 16 << 10 || bytes > 16 << 20) {
            throw wrong(key, "must be a power of two from 16 KiB to 16 MiB");
        }
        return OptionalInt.of((int) bytes);
    }

    private String urlPrefix(String key) {
        String prefix = text(key).orElse("/");
        if (!URL_PREFIX.matcher(prefix).matches()) {
            throw wrong(key, "must be a URL path such as /torrent");
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
        throw new ConfigurationException(oneLine(
                "torrent-server.announce-host must be a host name or an IP address without a port; it is " + written));
    }

    private ConfigurationException wrong(String key, String expected) {
        ConfigValue value = isSet(key) ? config.getValue(key) : null;
        return new ConfigurationException(oneLine(key.replace("\"", "") + " " + expected + "; it is "
                + (value == null
                        ? "not set"
                        : value.unwrapped() + " (" + value.origin().description() + ")")));
    }

    /** What came from a file goes to a terminal: no control characters, and one line. */
    private static String oneLine(String text) {
        return text.lines()
                .map(String::strip)
                .reduce((a, b) -> a + " " + b)
                .orElse("")
                .replaceAll("\\p{Cc}", "?");
    }
}
