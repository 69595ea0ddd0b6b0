package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that others wrote, of one kind, in a swarm that only a server with a slow link feeds. */
@Tag("foreign")
@Execution(ExecutionMode.CONCURRENT)
class OriginIT extends SeparateLab {
    private static final int SIZE = 24 << 20;
    private static final int CLIENTS = 4;
    private static final Pattern COPIES = Pattern.compile("to peers: ([0-9.]+) copies");

    @ParameterizedTest
    @EnumSource
    void takeOfItFromEachOther(ForeignClient client) throws Exception {
        client.need(lab);
        SlowOrigin origin = new SlowOrigin(lab, SIZE, "torrent-server { upload-limit = 4 MiB, web-seed = off }");
        for (int i = 0; i < CLIENTS; i++) {
            origin.fetch(client);
        }
        origin.awaitFetches();
        origin.assertAllArrived();
        Running server = origin.server().program();
        server.signal("TERM");
        assertThat(server.exitCode()).isZero();
        double copies = Double.parseDouble(Lab.found(COPIES, server.output()));
        System.out.println(CLIENTS + " of " + client + " took " + copies + " copies from the server");
        assertThat(copies).isGreaterThanOrEqualTo(1).isLessThan(CLIENTS);
    }
}
