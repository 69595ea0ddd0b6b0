package torrentkit.app.server.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.app.server.config.TlsSettings;
import torrentkit.app.server.text.Shown;

/** Everything that TLS needs, read from its files and found to fit together. Immutable. */
public final class TlsMaterial {
    private static final Set<String> BROKEN_PROTOCOLS = Set.of("SSLv2Hello", "SSLv3", "TLSv1", "TLSv1.1");
    private static final ApplicationProtocolConfig HTTP_1_ONLY = new ApplicationProtocolConfig(
            Protocol.ALPN,
            SelectorFailureBehavior.FATAL_ALERT,
            SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_1_1);

    private final KeyManager[] keys;
    private final Optional<TrustManager[]> clients;
    private final ClientAuth clientAuth;
    private final List<String> cipherSuites;
    private final String[] protocols;
    private final SslContext withoutClients;

    private TlsMaterial(TlsSettings settings, Consumer<String> warnings) throws GeneralSecurityException {
        keys = keyManagers(ServerIdentity.read(settings, warnings));
        clients = clients(settings, warnings);
        clientAuth = clients.isEmpty()
                ? ClientAuth.NONE
                : settings.clientAuth() == TlsSettings.ClientAuth.NEED ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL;
        SSLParameters possible = SSLContext.getDefault().getSupportedSSLParameters();
        protocols = protocols(settings.protocols(), List.of(possible.getProtocols()), warnings);
        cipherSuites = cipherSuites(settings.cipherSuites(), List.of(possible.getCipherSuites()), warnings);
        withoutClients = context(newContext(null), ClientAuth.NONE);
    }

    /**
     * Reads all the files. Blocks.
     *
     * @param warnings gets a sentence for each thing that works but should not stay as it is
     * @throws ConfigurationException if a file or a setting cannot be used
     */
    public static TlsMaterial read(TlsSettings settings, Consumer<String> warnings) {
        try {
            return new TlsMaterial(settings, warnings);
        } catch (GeneralSecurityException e) {
            throw new ConfigurationException(
                    "webserver: TLS cannot be set up with these certificates: "
                            + Shown.text(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static Optional<TrustManager[]> clients(TlsSettings settings, Consumer<String> warnings) {
        if (settings.clientAuth() == TlsSettings.ClientAuth.NONE
                || settings.authorities().isEmpty()) {
            if (settings.clientAuth() == TlsSettings.ClientAuth.NEED) {
                throw new ConfigurationException(
                        "webserver.client-auth is need, but webserver.ssl-ca-cert, a PEM file with the"
                                + " authorities whose client certificates are accepted, is not set");
            }
            if (settings.revoked().isPresent()) {
                warnings.accept("webserver.ssl-crl-path has no effect: it needs ssl-ca-cert, and client-auth need or"
                        + " want");
            }
            return Optional.empty();
        }
        return Optional.of(ClientTrust.read(settings, settings.authorities().get(), warnings));
    }

    private static KeyManager[] keyManagers(ServerIdentity identity) throws GeneralSecurityException {
        char[] noPassword = {};
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, noPassword);
        } catch (IOException e) {
            throw new IllegalStateException("an empty key store is not read from anywhere", e);
        }
        store.setKeyEntry("server", identity.key(), noPassword, identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, noPassword);
        return factory.getKeyManagers();
    }

    private static String[] protocols(List<String> wanted, List<String> possible, Consumer<String> warnings) {
        for (String protocol : wanted) {
            if (!possible.contains(protocol)) {
                throw new ConfigurationException("webserver.ssl-protocols names " + Shown.text(protocol)
                        + ", which this Java does not have; it has " + String.join(", ", possible));
            }
            if (BROKEN_PROTOCOLS.contains(protocol)) {
                warnings.accept(
                        "webserver.ssl-protocols names " + protocol
                                + ", which is broken and which Java turns off unless told otherwise; TLSv1.2 is in every client");
            }
        }
        return wanted.isEmpty() ? new String[] {"TLSv1.3", "TLSv1.2"} : wanted.toArray(String[]::new);
    }

    /** Empty for the JDK's choice. Lists are passed on from one Java to the next, so an unknown name alone is no reason to stop. */
    private static List<String> cipherSuites(List<String> wanted, List<String> possible, Consumer<String> warnings) {
        List<String> known = new ArrayList<>(wanted);
        known.retainAll(possible);
        for (String suite : wanted) {
            if (!known.contains(suite)) {
                warnings.accept(
                        "webserver.cipher-suites names " + Shown.text(suite) + ", which this Java does not have");
            }
        }
        if (known.isEmpty() && !wanted.isEmpty()) {
            throw new ConfigurationException("webserver.cipher-suites names none that this Java has; names are like "
                    + "TLS_AES_128_GCM_SHA256 or TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        }
        return known;
    }

    private SSLContext newContext(TrustManager[] trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust == null ? new TrustManager[0] : trust, null);
        return context;
    }

    private SslContext context(SSLContext context, ClientAuth auth) {
        Iterable<String> suites = cipherSuites.isEmpty()
                ? Arrays.asList(context.getDefaultSSLParameters().getCipherSuites())
                : cipherSuites;
        return new JdkSslContext(
                context, false, suites, IdentityCipherSuiteFilter.INSTANCE, HTTP_1_ONLY, auth, protocols, false);
    }

    /** For a server that asks no client for a certificate. */
    SslContext withoutClients() {
        return withoutClients;
    }

    /**
     * For one connection of a server that does as {@code client-auth} says. Where clients show certificates, every connection gets a
     * context of its own, so that no session can be resumed: a certificate is checked each time it is used, and one that expired
     * or was revoked since does not come back with a ticket from before.
     */
    SslContext withClients() {
        if (clients.isEmpty()) {
            return withoutClients;
        }
        try {
            return context(newContext(clients.get()), clientAuth);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a context that could be made before", e);
        }
    }
}
