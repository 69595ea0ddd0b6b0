package torrentkit.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The launcher prints help and version from files that the build wrote: they must be what the program itself would say. */
class HelpTextIT {
    private static final Path LAUNCHER =
            Path.of("target/client-app/bin/client-app").toAbsolutePath();

    @Test
    void launcherSaysWhatEachCommandSays() throws Exception {
        for (String command : ClientApp.describe().getSubcommands().keySet()) {
            Cli cli = new Cli();
            cli.run(command, "--help");
            assertThat(launched(command, "--help")).as(command).isEqualTo(cli.out());
            assertThat(launched(command, "-h")).as(command).isEqualTo(cli.out());
        }
        Cli cli = new Cli();
        cli.run("--help");
        assertThat(launched("--help")).isEqualTo(cli.out());
        assertThat(launched("-h")).isEqualTo(cli.out());
    }

    @Test
    void launcherSaysTheVersionOfItsJar() throws Exception {
        assertThat(launched("--version")).isEqualTo(launched("-V")).isEqualTo(launched("info", "--version"));
    }

    @Test
    void namesThatAreNoCommandsReachTheProgram() throws Exception {
        assertThat(launched("nonsense", "--help")).startsWith("Usage: client-app [");
        assertThat(launched("../version", "-h")).startsWith("Usage: client-app [");
    }

    private static String launched(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
