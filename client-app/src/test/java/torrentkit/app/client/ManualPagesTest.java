package torrentkit.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import torrentkit.testing.Needs;

class ManualPagesTest {
    @TempDir
    static Path home;

    @BeforeAll
    static void write() throws IOException {
        ManualPages.main(new String[] {home.toString()});
    }

    @Test
    void everyCommandHasAPageWithItsOptionsAndTheExitCodes() throws IOException {
        for (CommandLine command : ClientApp.describe().getSubcommands().values()) {
            String page = Files.readString(manuals().resolve("client-app-" + command.getCommandName() + ".1"));
            for (OptionSpec option : command.getCommandSpec().options()) {
                assertThat(page).contains(option.longestName().replace("-", "\\-"));
            }
            assertThat(page).contains(".SH \"EXIT STATUS\"").contains(".SH \"SEE ALSO\"");
        }
    }

    @Test
    void groffHasNothingToWarnOf() throws Exception {
        Needs.program("groff", "groff-base");
        try (Stream<Path> pages = Files.list(manuals())) {
            for (Path page : pages.sorted().toList()) {
                String said = output(List.of("groff", "-man", "-Tutf8", "-ww", "-rLL=100n", "-z", page.toString()));
                assertThat(said).as(page.getFileName().toString()).isEmpty();
            }
        }
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        Needs.program("bash", "bash");
        assertThat(completions("client-app", "down")).containsExactly("download");
        assertThat(completions("client-app", "download", "--stall")).containsExactly("--stall-timeout");
    }

    /** What bash would offer; compopt works only while a person completes, so it does nothing here. */
    private static List<String> completions(String... words) throws Exception {
        String script = "compopt() { :; }; source '" + home.resolve("share/bash-completion/completions/client-app")
                + "'; "
                + "COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD=" + (words.length - 1) + "; COMP_LINE='"
                + String.join(" ", words) + "'; COMP_POINT=${#COMP_LINE}; "
                + "$(complete -p client-app | sed 's/.*-F \\([^ ]*\\).*/\\1/'); printf '%s\\n' \"${COMPREPLY[@]}\"";
        return output(List.of("bash", "-c", script)).lines().map(String::strip).toList();
    }

    private static String output(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static Path manuals() {
        return home.resolve("share/man/man1");
    }
}
