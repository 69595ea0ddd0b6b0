package torrentkit.app.server.authorization;

import java.nio.file.Path;
import java.util.Optional;
import torrentkit.app.server.config.ConfigurationException;

/** The credentials that are good, as the files say that were read last. Immutable. */
final class Credentials {
    private final Optional<PasswordFile> passwords;
    private final Optional<TokenFile> tokens;

    private Credentials(Optional<PasswordFile> passwords, Optional<TokenFile> tokens) {
        this.passwords = passwords;
        this.tokens = tokens;
    }

    /** @throws ConfigurationException if a file cannot be used */
    static Credentials read(Optional<Path> passwords, Optional<Path> tokens) {
        return new Credentials(passwords.map(PasswordFile::read), tokens.map(TokenFile::read));
    }

    Optional<PasswordFile> passwords() {
        return passwords;
    }

    Optional<TokenFile> tokens() {
        return tokens;
    }

    /** False when no credentials are taken, so that those of a request mean nothing. */
    boolean areTaken() {
        return passwords.isPresent() || tokens.isPresent();
    }

    /** Whether a name that was proven in this way once could be proven so today. Of certificates only the rules can tell. */
    boolean stillKnow(String name, Caller.Proof proof) {
        return switch (proof) {
            case BASIC -> passwords.filter(file -> file.knows(name)).isPresent();
            case TOKEN -> tokens.filter(file -> file.knows(name)).isPresent();
            case CERTIFICATE, HEADER -> true;
            case NONE -> false;
        };
    }
}
