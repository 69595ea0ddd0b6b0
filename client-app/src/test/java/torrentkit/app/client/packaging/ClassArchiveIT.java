package torrentkit.app.client.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The classes of the app in the form that the JVM has in memory, without which all works and a start takes longer. */
class ClassArchiveIT {
    private static final Path APP = Path.of("target", "client-app").toAbsolutePath();

    /** Ends with an error where the archive does not fit, since the JVM is told to insist on it. */
    @Test
    @Timeout(60)
    void classesComeFromTheArchive() throws Exception {
        ProcessBuilder command =
                new ProcessBuilder(APP.resolve("bin").resolve("client-app").toString(), "help-is-no-command");
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().put("JAVA_OPTS", "-Xshare:on -Xlog:class+load:stdout");
        Process run = command.redirectErrorStream(true).start();
        List<String> lines = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();

        assertThat(run.waitFor()).as("%s", lines).isEqualTo(28); // a wrong argument
        assertThat(lines)
                .filteredOn(line -> line.contains(" torrentkit.") && line.contains("source: "))
                .isNotEmpty()
                .allMatch(line -> line.contains("shared objects file"));
    }
}
