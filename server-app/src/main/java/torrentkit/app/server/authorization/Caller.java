package torrentkit.app.server.authorization;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who sends a request, as far as that is proven.
 *
 * @param name what the rules compare; empty for an anonymous caller
 * @param proof how the name was proven
 * @param extensions what the certificate says beyond the name: values by OID, or by {@code subject-alt-name.KIND}
 */
public record Caller(Optional<String> name, Proof proof, Map<String, Set<String>> extensions) {
    private static final Caller ANONYMOUS = new Caller(Optional.empty(), Proof.NONE, Map.of());

    /** How a name was proven. */
    public enum Proof {
        /** Not at all: the caller is anonymous. */
        NONE,
        /** By the certificate of a TLS client, verified in the handshake. */
        CERTIFICATE,
        /** By a proxy that verified a certificate and says so in headers. */
        HEADER,
        /** By a password. */
        BASIC,
        /** By a bearer token. */
        TOKEN
    }

    /** Only a named caller has a proof and may have extensions. */
    public Caller {
        if (name.isPresent() == (proof == Proof.NONE)) {
            throw new IllegalArgumentException("a name has a proof, and nobody else has");
        }
        extensions = Map.copyOf(extensions);
    }

    /** Somebody without a name. */
    public static Caller anonymous() {
        return ANONYMOUS;
    }

    static Caller named(String name, Proof proof) {
        return new Caller(Optional.of(name), proof, Map.of());
    }

    /** True when nothing about the caller is proven. */
    public boolean isAnonymous() {
        return name.isEmpty();
    }
}
