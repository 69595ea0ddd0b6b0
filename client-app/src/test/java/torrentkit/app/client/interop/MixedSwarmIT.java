package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that others wrote and ours, in one swarm that {@code server-app} feeds too slowly for all of them. */
@Tag("foreign")
class MixedSwarmIT extends SeparateLab {
    private static final int SIZE = 6 << 20;
    private static final int OURS = 2;
    private static final Pattern SENT = Pattern.compile("Stopped; (.*) sent to others");

    @Test
    void everybodyFinishesAndOursPassOn() throws Exception {
        for (ForeignClient client : ForeignClient.values()) {
            client.need(lab);
        }
        SlowOrigin origin = new SlowOrigin(lab, SIZE, "torrent-server.upload-limit = \"2 MiB\"");
        for (ForeignClient client : ForeignClient.values()) {
            origin.fetch(client);
        }
        List<Running> ours = new ArrayList<>();
        for (int i = 0; i < OURS; i++) {
            List<Object> command =
                    new ArrayList<>(List.of("download", origin.torrent(), "-d", origin.into(), "--seed"));
            if (lab.network().isSeparate()) { // libtorrent has one connection with an address
                command.addAll(List.of("--bind", lab.network().anotherAddress()));
            }
            ours.add(lab.client(command.toArray()));
        }
        origin.awaitFetches();
        for (Running client : ours) {
            client.awaitOutput("Sharing it until stopped.");
        }
        origin.assertAllArrived();
        List<String> sent = new ArrayList<>();
        for (Running client : ours) {
            client.signal("TERM");
            assertThat(client.exitCode()).isZero();
            assertThat(client.output()).doesNotContain("banned");
            sent.add(Lab.found(SENT, client.output()));
        }
        assertThat(sent).as("what ours sent to others").anyMatch(amount -> !amount.equals("0 B"));
        assertThat(origin.server().program().output()).doesNotContain("ERROR");
    }
}
