package torrentkit.app.client.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

class OptionValuesTest {
    @ParameterizedTest
    @CsvSource({"0,0", "30,30", "30s,30", "10m,600", "2h,7200", "1d,86400", "1h30m,5400", "1m1,61"})
    void readsTimes(String text, long seconds) {
        assertThat(new TimeSpan().convert(text)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1", "1.5", "1w", "m10", "1 m", "366d", "9999999999"})
    void refusesOtherTimes(String text) {
        assertThatThrownBy(() -> new TimeSpan().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @ParameterizedTest
    @CsvSource({"45,45s", "600,10m", "7200,2h", "90,90s"})
    void writesTimes(long seconds, String text) {
        assertThat(TimeSpan.format(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1,1",
        "500000,500000",
        "500k,512000",
        "500K,512000",
        "10M,10485760",
        "10MiB,10485760",
        "10MB/s,10485760",
        "1.5m,1572864",
        "2g,2147483648",
        "8B,8"
    })
    void readsRates(String text, long bytes) {
        assertThat(new ByteRate().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "M", "-1", "x", "1..5M", "1e6", "10P", ".5M", "0.2", "99999999999999999999999999"})
    void refusesOtherRates(String text) {
        assertThatThrownBy(() -> new ByteRate().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void readsPorts() {
        PortRange.Converter ports = new PortRange.Converter();
        assertThat(ports.convert("0").isGiven()).isFalse();
        assertThat(ports.convert("6881")).isEqualTo(new PortRange(6881, 6881)).hasToString("6881");
        assertThat(ports.convert("6881-6889"))
                .isEqualTo(new PortRange(6881, 6889))
                .hasToString("6881-6889");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "65536", "5-4", "0-5", "1-", "a"})
    void refusesOtherPorts(String text) {
        assertThatThrownBy(() -> new PortRange.Converter().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "sha-1:DA39A3EE5E6B4B0D3255BFEF95601890AFD80709,SHA-1",
        "sha1=da39a3ee5e6b4b0d3255bfef95601890afd80709,SHA-1",
        "sha-256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855,SHA-256"
    })
    void readsDigests(String text, String algorithm) {
        assertThat(DigestText.parse(text).algorithm()).isEqualTo(algorithm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha-256", "md5:00", "sha-256:00", "sha-1:xx39a3ee5e6b4b0d3255bfef95601890afd80709"})
    void refusesOtherDigests(String text) {
        assertThatThrownBy(() -> DigestText.parse(text))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.BAD_OPTION));
    }
}
