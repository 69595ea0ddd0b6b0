package torrentkit.app.client.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A site with a page, something large, something broken and a feed. */
final class TestSite implements LocalSite {
    static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    static final int LARGE = 32 << 20;

    final Feed feed = new Feed();

    LocalServer open(HttpLimits limits) {
        return LocalServer.open(ANY, "torrentkit-test", "--test-port", this, limits);
    }

    @Override
    public Optional<Answer> get(String path, String accept) {
        return switch (path) {
            case "/page" -> Optional.of(Answer.ok("text/plain", "a page".getBytes(StandardCharsets.US_ASCII)));
            case "/accept" -> Optional.of(Answer.ok("text/plain", accept.getBytes(StandardCharsets.US_ASCII)));
            case "/large" -> Optional.of(Answer.ok("text/plain", new byte[LARGE]));
            case "/broken" -> throw new IllegalStateException("as a test wants it");
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<Feed> feed(String path) {
        return path.equals("/feed") ? Optional.of(feed) : Optional.empty();
    }
}
