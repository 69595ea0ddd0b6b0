package torrentkit.app.client.source;

import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;

/**
 * Whom https servers are trusted by, and who we are to them. The files are read when the first server is asked.
 *
 * @param authorities PEM certificates that are trusted instead of those of the Java installation
 * @param certificate ours, PEM, with those that lead to its authority after it
 * @param key its private key, PEM; in the certificate's file when not given
 * @param insecure whether any certificate for any name will do
 */
public record HttpTls(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key, boolean insecure) {
    static final HttpTls DEFAULT = new HttpTls(Optional.empty(), Optional.empty(), Optional.empty(), false);

    /** Whether all is as the Java installation has it. */
    public boolean isDefault() { // not by equals, which a record has only at the price of linking it
        return authorities.isEmpty() && certificate.isEmpty() && key.isEmpty() && !insecure;
    }

    /** For https trackers. @throws Failure if a file cannot be used */
    SslContext forTrackers() {
        return TlsContexts.of(this, true);
    }

    /** @param ours whether the server may know who we are. @throws Failure if a file cannot be used */
    void applyTo(HttpsURLConnection connection, boolean ours) {
        if (!isDefault()) {
            TlsContexts.apply(this, ours, connection);
        }
    }
}
