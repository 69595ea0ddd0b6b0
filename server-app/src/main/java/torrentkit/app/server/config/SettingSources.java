package torrentkit.app.server.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where settings come from. Options come before the environment, the environment before the files, and those before the defaults
 * of {@code reference.conf}.
 *
 * @param file a HOCON file, or a directory whose {@code *.conf} files are taken together, the later by name before the earlier
 * @param environment variables; those whose name begins with {@code TORRENTKIT_} are looked at
 * @param options by full key, for example {@code webserver.port}
 */
public record SettingSources(Optional<Path> file, Map<String, String> environment, Map<String, String> options) {
    public SettingSources {
        environment = Map.copyOf(environment);
        options = Map.copyOf(options);
    }
}
