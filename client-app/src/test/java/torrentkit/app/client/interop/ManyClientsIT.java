package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Ten clients at once that have nothing but the URL of one server. */
class ManyClientsIT extends SeparateLab {
    private static final int CLIENTS = 10;
    private static final int SIZE = 32 << 20;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final Pattern SENT = Pattern.compile("Stopped; (.*) sent to others");

    @Test
    void finishAndTakePartOfItFromEachOther() throws Exception {
        Path root = lab.directory("root");
        Path original = Samples.random(root.resolve("image.bin"), SIZE);
        ServerApp server = lab.server(root);
        List<Running> clients = new ArrayList<>();
        List<Path> arrived = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Path into = lab.directory("into");
            clients.add(lab.client("download", server.url("image.bin"), "-d", into, "--seed"));
            arrived.add(into.resolve("image.bin"));
        }
        for (int i = 0; i < CLIENTS; i++) {
            clients.get(i).awaitOutput("Sharing it until stopped.");
            Samples.assertSame(arrived.get(i), original);
        }
        List<String> sent = new ArrayList<>();
        for (Running client : clients) {
            client.signal("TERM");
            assertThat(client.exitCodeWithin(STOP_LIMIT)).isZero();
            sent.add(Lab.found(SENT, client.output()));
        }
        server.program().signal("TERM");
        assertThat(server.program().exitCodeWithin(STOP_LIMIT)).isZero();
        long fromServer = Long.parseLong(Lab.found(
                Pattern.compile("sent (\\d+) bytes of image.bin"),
                server.program().output()));
        assertThat(fromServer)
                .as("of " + CLIENTS + " times " + SIZE + ", with " + sent + " from clients")
                .isBetween((long) SIZE, (long) (CLIENTS * SIZE * 0.99));
        assertThat(sent).as("what each client sent to others").anyMatch(amount -> !amount.equals("0 B"));
        System.out.println(
                "of " + CLIENTS + " times " + SIZE + " bytes the server sent " + fromServer + ", the clients " + sent);
    }
}
