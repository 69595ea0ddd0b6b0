package torrentkit.app.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The values of settings by their names and kinds. What cannot be used is noted as a problem and replaced by something harmless, so
 * that one look finds everything that is wrong; whoever reads settings asks for the problems in the end.
 */
final class SettingValues {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    private final Config config;
    private final Set<String> problems = new LinkedHashSet<>();
    private final Set<String> asked = new LinkedHashSet<>();

    /** @param config resolved, with a default for everything */
    SettingValues(Config config) {
        this.config = config;
    }

    /** A sentence for each value that could not be used. */
    List<String> problems() {
        return new ArrayList<>(problems);
    }

    /** The names of all settings that were asked for. */
    Set<String> asked() {
        return asked;
    }

    /** Notes what the value says is wrong, if it does, and goes on with something else. */
    <T> T attempt(Supplier<T> value, T otherwise) {
        try {
            return value.get();
        } catch (ConfigurationException e) {
            problems.addAll(e.problems());
            return otherwise;
        }
    }

    /** Whether there is a value other than null. */
    boolean isSet(String key) {
        asked.add(key.replace("\"", ""));
        return config.hasPath(key);
    }

    /** A section as it is, for somebody else to read. */
    Config section(String name) {
        config.getConfig(name).root().keySet().forEach(key -> asked.add(name + "." + key));
        return config.getConfig(name);
    }

    /** What is written, whatever its kind; empty for null. */
    Optional<ConfigValue> value(String key) {
        return isSet(key) ? Optional.of(config.getValue(key)) : Optional.empty();
    }

    /** Blank counts as not set: an empty variable in a start script is no name. */
    Optional<String> text(String key) {
        return attempt(() -> written(key), Optional.empty());
    }

    /** @throws ConfigurationException if it is no text, for whoever has more to say about it */
    Optional<String> written(String key) {
        if (!isSet(key)) {
            return Optional.empty();
        }
        ConfigValue value = config.getValue(key);
        if (value.valueType() == ConfigValueType.OBJECT || value.valueType() == ConfigValueType.LIST) {
            throw wrong(key, "must be a text");
        }
        return Optional.of(value.unwrapped().toString()).filter(text -> !text.isBlank());
    }

    List<String> texts(String key) {
        return attempt(
                () -> {
                    try {
                        return isSet(key) ? config.getStringList(key) : List.of();
                    } catch (ConfigException.WrongType e) {
                        throw wrong(key, "must be a list of texts");
                    }
                },
                List.of());
    }

    String host(String key) {
        return attempt(
                () -> written(key).orElseThrow(() -> new ConfigurationException(key + " must be an address or a name")),
                "localhost");
    }

    Optional<Path> path(String key) {
        return attempt(() -> writtenPath(key), Optional.empty());
    }

    /** @param of what else must be set for this to be needed */
    Path requiredFile(String key, String of) {
        return attempt(
                () -> writtenPath(key).orElseThrow(() -> wrong(key, "must be a PEM file when " + of + " is set")),
                Path.of(""));
    }

    private Optional<Path> writtenPath(String key) {
        try {
            return written(key).map(Path::of);
        } catch (InvalidPathException e) {
            throw wrong(key, "must be a path");
        }
    }

    <E extends Enum<E>> E oneOf(String key, Class<E> values, Function<String, E> read, String expected) {
        return attempt(
                () -> {
                    try {
                        return read.apply(written(key).orElse(""));
                    } catch (IllegalArgumentException e) {
                        throw wrong(key, expected);
                    }
                },
                values.getEnumConstants()[0]);
    }

    Duration duration(String key, Duration least) {
        return attempt(
                () -> {
                    try {
                        isSet(key);
                        Duration value = config.getDuration(key);
                        if (value.compareTo(least) >= 0) {
                            return value;
                        }
                    } catch (ConfigException e) {
                        // said below
                    }
                    throw wrong(key, "must be a duration such as \"10 minutes\", at least " + least.toSeconds() + " s");
                },
                least);
    }

    /** Bytes a second; 0 for none. */
    long rate(String key) {
        return attempt(
                () -> {
                    if (!isSet(key)) {
                        return 0L;
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
                },
                0L);
    }

    /** A number over 0; 0 for none. */
    double copies(String key) {
        return attempt(
                () -> {
                    if (!isSet(key)) {
                        return 0.0;
                    }
                    try {
                        double copies = config.getDouble(key);
                        if (copies > 0 && copies < Double.POSITIVE_INFINITY) {
                            return copies;
                        }
                    } catch (ConfigException e) {
                        // said below
                    }
                    throw wrong(key, "must be a number over 0 such as 1.5, or null for no limit");
                },
                0.0);
    }

    OptionalInt optionalPort(String key) {
        return isSet(key) ? OptionalInt.of(port(key)) : OptionalInt.empty();
    }

    /** The sentence for a port that is no number is one of those kept; it does not say which port. */
    int port(String key) {
        return attempt(
                () -> {
                    long port = number(key)
                            .orElseThrow(() -> new ConfigurationException("torrent-server port must be an integer"));
                    if (port < 0 || port > 65_535) {
                        throw wrong(key, "must be a port from 0 to 65535");
                    }
                    return (int) port;
                },
                0);
    }

    OptionalInt optionalInteger(String key, int least, int most) {
        return isSet(key) ? OptionalInt.of(integer(key, least, most)) : OptionalInt.empty();
    }

    int integer(String key, int least, int most) {
        return attempt(
                () -> (int) (long) number(key)
                        .filter(n -> n >= least && n <= most)
                        .orElseThrow(() -> wrong(key, "must be an integer from " + least + " to " + most)),
                least);
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

    boolean bool(String key) {
        return attempt(
                () -> {
                    try {
                        isSet(key);
                        return config.getBoolean(key);
                    } catch (ConfigException.WrongType | ConfigException.Missing e) {
                        throw wrong(key, "must be true or false");
                    }
                },
                false);
    }

    OptionalInt pieceLength(String key) {
        return attempt(
                () -> {
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
                },
                OptionalInt.empty());
    }

    ConfigurationException wrong(String key, String expected) {
        ConfigValue value = config.hasPath(key) ? config.getValue(key) : null;
        return new ConfigurationException(oneLine(key.replace("\"", "") + " " + expected + "; it is "
                + (value == null
                        ? "not set"
                        : value.unwrapped() + " (" + value.origin().description() + ")")));
    }

    /** What came from a file goes to a terminal: no control characters, and one line. */
    static String oneLine(String text) {
        return text.lines()
                .map(String::strip)
                .reduce((a, b) -> a + " " + b)
                .orElse("")
                .replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    }
}
