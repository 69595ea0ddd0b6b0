package torrentkit.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.testing.Needs;

/** The life cycle from jshell, with the jars of the app directory that the build made, as the README shows it. */
class JshellIT {
    private static final Path JARS = Path.of("target", "server-app", "lib");

    @TempDir
    private Path directory;

    @Test
    void drivesTheSameLifeCycle() throws Exception {
        Path jshell = Path.of(System.getProperty("java.home"), "bin", "jshell");
        Needs.that(Files.isExecutable(jshell), "this Java has no jshell.");
        assertThat(JARS.resolve("server-app.jar")).exists();
        Path script = Files.writeString(directory.resolve("script"), """
                import torrentkit.app.server.ServerLifecycle
                var server = ServerLifecycle.of(Map.of("torrent-server.file-source", "samples", \
                "webserver.port", "0", "torrent-server.tracker-port", "0", "torrent-server.peer-port", "0"))
                server.go()
                System.out.println("url " + server.context("web", "url"))
                System.out.println(server.printContext("web"))
                server.files("", "").forEach(System.out::println)
                server.reset()
                server.stop()
                System.out.println(server.context())
                /exit
                """);
        Process process = new ProcessBuilder(List.of(
                        jshell.toString(),
                        "-s",
                        "--class-path",
                        JARS + File.separator + "*",
                        "-R-Djava.util.prefs.userRoot=" + directory,
                        script.toString()))
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).describedAs(output).isZero();
        assertThat(output)
                .containsPattern("url http://(localhost|127\\.0\\.0\\.1):\\d+/torrent/")
                .containsPattern("(?m)^  \"port\": \\d+,?$")
                .contains("path=hello.txt")
                .contains("{state=stopped}");
    }
}
