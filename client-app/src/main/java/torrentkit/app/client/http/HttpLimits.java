package torrentkit.app.client.http;

import java.time.Duration;

/**
 * What others may take of the server.
 *
 * @param connections at the same time
 * @param requestTime from the connection to the end of the request's header
 * @param writeTime in which a client must take what is sent at once, such as a page
 * @param farewellTime for a client to end a connection that we have ended, and for the rest of a feed
 * @param silence after which somebody who follows a feed is asked for a sign of life, and then given up
 */
record HttpLimits(int connections, Duration requestTime, Duration writeTime, Duration farewellTime, Duration silence) {
    static final int REQUEST_LINE_BYTES = 4 << 10;
    static final int HEADER_BYTES = 8 << 10;
    static final int FRAME_BYTES = 1 << 10;

    static HttpLimits defaults() {
        return new HttpLimits(
                64, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(45));
    }

    HttpLimits withConnections(int most) {
        return new HttpLimits(most, requestTime, writeTime, farewellTime, silence);
    }

    HttpLimits withTimes(Duration request, Duration write, Duration whileSilent) {
        return new HttpLimits(connections, request, write, farewellTime, whileSilent);
    }
}
