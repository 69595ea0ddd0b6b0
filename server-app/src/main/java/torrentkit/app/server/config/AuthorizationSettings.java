package torrentkit.app.server.config;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who may do what. The rules are read by {@code torrentkit.app.server.authorization}.
 *
 * @param rules the section {@code authorization} as it was written
 * @param passwords an htpasswd file
 * @param tokens a file of hashed tokens
 */
public record AuthorizationSettings(Config rules, String realm, Optional<Path> passwords, Optional<Path> tokens) {}
