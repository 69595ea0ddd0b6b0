package torrentkit.app.server.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests as routes see them, without a connection. */
public final class WebRequests {
    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    private WebRequests() {}

    public static WebRequest of(
            HttpMethod method, List<String> path, Map<String, List<String>> query, HttpHeaders headers) {
        return new WebRequest(
                method, path, false, query, headers, HERE, HERE, false, Optional.empty(), Optional.empty(), Viewer.ALL);
    }
}
