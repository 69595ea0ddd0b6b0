package torrentkit.app.client.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import torrentkit.app.client.Cli;

class ExitCodeTest {
    @Test
    void numbersAreThoseOfAria2AndUnique() {
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number))
                .containsExactly(0, 1, 2, 3, 5, 6, 7, 9, 11, 13, 15, 16, 17, 18, 19, 22, 24, 25, 26, 27, 28, 29, 32);
    }

    @Test
    void helpExplainsEachCode() {
        Cli cli = new Cli();
        assertThat(cli.run("--help")).isEqualTo(ExitCode.OK);
        for (ExitCode code : ExitCode.values()) {
            assertThat(cli.out()).contains(String.format("%-4d %s", code.number(), code.meaning()));
        }
    }

    @Test
    void ofTwoCodesOneIsTheWorseWhicheverComesFirst() {
        for (ExitCode one : ExitCode.values()) {
            for (ExitCode other : ExitCode.values()) {
                assertThat(one.worse(other)).isSameAs(other.worse(one)).isIn(one, other);
            }
            assertThat(one.worse(ExitCode.OK)).isSameAs(one);
        }
        assertThat(ExitCode.NETWORK.worse(ExitCode.DISK_FULL)).isSameAs(ExitCode.DISK_FULL);
        assertThat(ExitCode.INTERRUPTED.worse(ExitCode.NOT_FOUND)).isSameAs(ExitCode.NOT_FOUND);
    }
}
