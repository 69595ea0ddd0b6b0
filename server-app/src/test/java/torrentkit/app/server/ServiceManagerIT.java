package torrentkit.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.server.health.Readiness;
import torrentkit.app.server.health.Readiness.State;
import torrentkit.testing.Needs;

/** What a service manager hears on a socket of its own, which a small program in another language stands in for. */
class ServiceManagerIT {
    private static final String LISTENER = """
            import socket, sys
            name = sys.argv[1]
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind("\\0" + name[1:] if name.startswith("@") else name)
            print("listening", flush=True)
            while True:
                print(repr(s.recv(4096).decode()), flush=True)
            """;

    @TempDir
    private Path directory;

    private Process listener;

    @AfterEach
    void end() {
        if (listener != null) {
            listener.destroyForcibly();
        }
    }

    private BufferedReader listen(String socket) throws IOException {
        Needs.program("python3", "python3");
        Needs.that(Epoll.isAvailable(), "Netty has no epoll here.");
        listener = new ProcessBuilder("python3", "-c", LISTENER, socket)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader heard =
                new BufferedReader(new InputStreamReader(listener.getInputStream(), StandardCharsets.UTF_8));
        assertThat(heard.readLine()).isEqualTo("listening");
        return heard;
    }

    private static void passAllStates(Readiness readiness) {
        for (State state : State.values()) {
            readiness.now(state);
        }
    }

    @Test
    void hearsOfEveryState() throws Exception {
        String socket = directory.resolve("notify").toString();
        BufferedReader heard = listen(socket);
        Readiness readiness = new Readiness();
        ServiceManager.follow(readiness, Map.of("NOTIFY_SOCKET", socket));

        passAllStates(readiness);

        assertThat(heard.readLine()).isEqualTo("'STATUS=starting\\n'");
        assertThat(heard.readLine()).isEqualTo("'READY=1\\nSTATUS=ready\\n'");
        assertThat(heard.readLine())
                .matches("'RELOADING=1\\\\nMONOTONIC_USEC=\\d+\\\\nSTATUS=reading its settings again\\\\n'");
        assertThat(heard.readLine()).startsWith("'RELOADING=1\\n");
        assertThat(heard.readLine()).isEqualTo("'STOPPING=1\\nSTATUS=stopping\\n'");
        assertThat(heard.readLine()).isEqualTo("'STATUS=stopped\\n'");
    }

    @Test
    void hearsOnASocketWithoutAFile() throws Exception {
        String socket = "@torrentkit-test-" + UUID.randomUUID();
        BufferedReader heard = listen(socket);
        Readiness readiness = new Readiness();
        ServiceManager.follow(readiness, Map.of("NOTIFY_SOCKET", socket));

        readiness.now(State.READY);

        assertThat(heard.readLine()).isEqualTo("'READY=1\\nSTATUS=ready\\n'");
    }

    @Test
    void isNotNeeded() {
        Readiness readiness = new Readiness();
        ServiceManager.follow(readiness, Map.of());
        ServiceManager.follow(
                readiness,
                Map.of("NOTIFY_SOCKET", directory.resolve("nobody there").toString()));

        passAllStates(readiness);

        assertThat(readiness.state()).isEqualTo(State.STOPPED);
    }
}
