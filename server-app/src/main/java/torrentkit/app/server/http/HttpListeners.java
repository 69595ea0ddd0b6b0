package torrentkit.app.server.http;

import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.app.server.config.WebSettings;

/** Where HTTP is listened for, at least in one way. Port 0 is any free one. */
public record HttpListeners(Optional<InetSocketAddress> plain, Optional<Secure> secure) {

    /**
     * HTTPS.
     *
     * @param contexts asked for each connection
     */
    public record Secure(InetSocketAddress address, Supplier<SslContext> contexts) {}

    /** Plain HTTP only. */
    public static HttpListeners plain(InetSocketAddress address) {
        return new HttpListeners(Optional.of(address), Optional.empty());
    }

    /**
     * Those that the settings name.
     *
     * @param contexts empty only when the settings have no TLS either
     * @throws ConfigurationException if they name none
     */
    public static HttpListeners of(WebSettings settings, Optional<Supplier<SslContext>> contexts) {
        Optional<InetSocketAddress> plain = settings.port().isPresent()
                ? Optional.of(
                        new InetSocketAddress(settings.host(), settings.port().getAsInt()))
                : Optional.empty();
        Optional<Secure> secure = settings.tls().flatMap(tls -> {
            OptionalInt port = tls.port();
            return port.isPresent()
                    ? Optional.of(
                            new Secure(new InetSocketAddress(tls.host(), port.getAsInt()), contexts.orElseThrow()))
                    : Optional.empty();
        });
        if (plain.isEmpty() && secure.isEmpty()) {
            throw new ConfigurationException(
                    "webserver has neither port nor ssl-port: set one, or nobody can ask for anything");
        }
        return new HttpListeners(plain, secure);
    }
}
