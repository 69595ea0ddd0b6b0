package torrentkit.app.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Certificates and keys, as PEM files, and the HTTPS port of the webserver.
 *
 * @param port 0 for any free one; empty when only the tracker speaks TLS
 * @param chain certificates between the server's and its authority's
 * @param authorities whose client certificates are accepted
 * @param revoked a PEM file of revocation lists, or a directory of such files
 * @param cipherSuites empty for the JDK's choice
 */
public record TlsSettings(
        String host,
        OptionalInt port,
        Path certificate,
        Optional<Path> chain,
        Path key,
        Optional<Path> authorities,
        Optional<Path> revoked,
        List<String> cipherSuites,
        List<String> protocols,
        ClientAuth clientAuth) {

    /** Whether clients show a certificate. */
    public enum ClientAuth {
        NEED,
        WANT,
        NONE
    }
}
