package torrentkit.app.server.tls;

import io.netty.handler.ssl.SslContext;
import java.util.function.Supplier;

/**
 * What new TLS connections use, for as long as nothing else takes its place: running connections go on with what they began with.
 * Thread-safe.
 */
public final class TlsContexts {
    static {
        // A handshake costs the server more than the client, and one connection needs just one.
        if (System.getProperty("jdk.tls.rejectClientInitiatedRenegotiation") == null) {
            System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        }
    }

    private volatile TlsMaterial current;

    public TlsContexts(TlsMaterial first) {
        current = first;
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
