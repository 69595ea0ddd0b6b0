package torrentkit.app.client.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "1536, 1.5 KiB",
        "1048575, 1.0 MiB",
        "1073741824, 1.0 GiB",
        "9223372036854775807, 8.0 EiB"
    })
    void writesSizesInBinaryUnits(long bytes, String text) {
        assertThat(Quantity.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0:00", "59, 0:59", "60, 1:00", "3599, 59:59", "3600, 1:00:00", "359999, 99:59:59", "360000, >99h"})
    void writesTimes(long seconds, String text) {
        assertThat(Quantity.time(seconds)).isEqualTo(text);
    }

    @Test
    void writesHowLongSomethingTook() {
        assertThat(Quantity.took(Duration.ofMillis(450))).isEqualTo("0.5 s");
        assertThat(Quantity.took(Duration.ofSeconds(61))).isEqualTo("1:01");
    }

    @Test
    void countsOneWithoutAnS() {
        assertThat(Quantity.count(1, "piece")).isEqualTo("1 piece");
        assertThat(Quantity.count(0, "piece")).isEqualTo("0 pieces");
    }

    @ParameterizedTest
    @CsvSource({
        "65536, 65536",
        "16K, 16384",
        "256KiB, 262144",
        "1m, 1048576",
        "2 MB, 2097152",
        "1G, 1073741824",
        "12B, 12"
    })
    void readsSizes(String text, long bytes) {
        assertThat(Quantity.parseBytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K", "1T", "-1", "1.5M", "0x10", "1234567890123", "1 K K"})
    void refusesWhatIsNoSize(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Quantity.parseBytes(text));
    }
}
