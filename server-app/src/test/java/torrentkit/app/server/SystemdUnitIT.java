package torrentkit.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.testing.Needs;

/** The unit file of the distribution, as systemd itself reads it. */
class SystemdUnitIT {
    private static final Path UNIT = Path.of("src", "main", "dist", "systemd", "torrentkit-server.service");

    @TempDir
    private Path directory;

    private String analyze(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).describedAs(output).isZero();
        return output;
    }

    @Test
    void isUnderstoodBySystemd() throws Exception {
        Needs.program("systemd-analyze", "systemd");
        String unit = Files.readString(UNIT);
        assertThat(unit).contains("ExecStart=/opt/server-app/bin/server-app --config /etc/torrentkit\n");
        Path here = Files.writeString( // where it will be unpacked, there is nothing on this machine
                directory.resolve(UNIT.getFileName()), unit.replace("/opt/server-app/bin/server-app", "/bin/true"));

        assertThat(analyze("systemd-analyze", "verify", here.toString())).doesNotContain("torrentkit-server");
    }
}
