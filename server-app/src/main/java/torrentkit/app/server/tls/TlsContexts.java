package torrentkit.app.server.tls;

import io.netty.handler.ssl.SslContext;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.config.Reloadable;
import torrentkit.app.server.config.ServerConfig;
import torrentkit.app.server.config.TlsSettings;

/**
 * What new TLS connections use, for as long as nothing else takes its place: running connections go on with what they began with.
 * Thread-safe.
 */
public final class TlsContexts implements Reloadable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);

    static {
        // A handshake costs the server more than the client, and one connection needs just one.
        if (System.getProperty("jdk.tls.rejectClientInitiatedRenegotiation") == null) {
            System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        }
    }

    private volatile TlsMaterial current; // null: none, and nobody asks

    public TlsContexts(TlsMaterial first) {
        current = first;
    }

    /**
     * Reads the files. Blocks.
     *
     * @param settings empty when nothing speaks TLS; whoever does later must have others {@linkplain #prepare put in force} before
     * @throws torrentkit.app.server.config.ConfigurationException if a file or a setting cannot be used
     */
    public static TlsContexts read(Optional<TlsSettings> settings) {
        return new TlsContexts(
                settings.map(given -> TlsMaterial.read(given, LOG::warn)).orElse(null));
    }

    @Override
    public Runnable prepare(ServerConfig settings) {
        if (settings.web().tls().isEmpty()) {
            return () -> {}; // what has no port any more needs no new certificate
        }
        TlsMaterial next = TlsMaterial.read(settings.web().tls().get(), LOG::warn);
        return () -> use(next);
    }

    /**
     * Takes the place of what was used so far. To reload: {@link TlsMaterial#read} everything anew, which fails if anything is
     * wrong, and only then come here.
     */
    public void use(TlsMaterial next) {
        current = next;
    }

    /** To be asked for each connection to the web server; asks clients for certificates if the settings say so. */
    public Supplier<SslContext> web() {
        return () -> current.withClients();
    }

    /** To be asked for each connection to the tracker; no certificate is asked for, because BitTorrent clients have none. */
    public Supplier<SslContext> tracker() {
        return () -> current.withoutClients();
    }
}
