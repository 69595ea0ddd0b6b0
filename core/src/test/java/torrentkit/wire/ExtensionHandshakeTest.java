package torrentkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.wire.ProtocolException.Violation;

class ExtensionHandshakeTest {
    private static final ExtensionHandshake NOTHING = new ExtensionHandshake(
            Map.of(), Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalLong.empty(), false);

    @Test
    void readsWhatALargeClientSays() {
        ExtensionHandshake told = parse("d12:complete_agoi1e1:md11:lt_donthavei7e11:ut_metadatai2e6:ut_pexi1ee"
                + "13:metadata_sizei31235e1:pi6881e4:reqqi500e11:upload_onlyi1e1:v10:client 1.06:yourip4:abcde");
        assertThat(told)
                .isEqualTo(new ExtensionHandshake(
                        Map.of("lt_donthave", 7, "ut_metadata", 2, "ut_pex", 1),
                        Optional.of("client 1.0"),
                        OptionalInt.of(6881),
                        OptionalInt.of(500),
                        OptionalLong.of(31_235),
                        true));
    }

    @Test
    void aDictionaryWithoutAnythingSaysNothing() {
        assertThat(parse("de")).isEqualTo(NOTHING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d1:mi1ee",
                "d1:ml2:abee",
                "d1:p4:6881e",
                "d1:pi0ee",
                "d1:pi65536ee",
                "d1:pi-1ee",
                "d4:reqqi0ee",
                "d4:reqqi-5ee",
                "d4:reqqi9223372036854775807ee",
                "d13:metadata_sizei-1ee",
                "d13:metadata_sizei4294967296ee",
                "d11:upload_onlyi0ee",
                "d11:upload_only3:yese",
                "d1:vi1ee",
                "d1:md6:ut_pexi0eee",
                "d1:md6:ut_pexi256eee",
                "d1:md6:ut_pexi-1eee",
                "d1:md6:ut_pex1:1ee"
            })
    void countsWrongValuesAsMissing(String payload) {
        assertThat(parse(payload)).isEqualTo(NOTHING);
    }

    @Test
    void aNameThatIsNoTextCountsAsMissing() {
        assertThat(parse("d1:v2:\u00ff\u00fee").client()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "i1e",
                "le",
                "d",
                "d1:m",
                "dede",
                "de\n",
                "d1:pi06881ee",
                "d1:pi6881e1:pi6882ee",
                "d1:v99999999999:xe",
                "d1:v5:abce"
            })
    void refusesWhatIsNotOneDictionary(String payload) {
        assertThatThrownBy(() -> parse(payload))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.violation()).isEqualTo(Violation.OUT_OF_PLACE));
    }

    @Test
    void refusesDeepNesting() {
        assertThatThrownBy(() -> parse("d1:x" + "l".repeat(100_000) + "e".repeat(100_000) + "e"))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void refusesMoreTokensThanAnybodyNeeds() {
        assertThatThrownBy(() -> parse("d1:xl" + "i1e".repeat(50_000) + "ee")).isInstanceOf(ProtocolException.class);
    }

    private static ExtensionHandshake parse(String payload) {
        return ExtensionHandshake.parse(payload.getBytes(StandardCharsets.ISO_8859_1));
    }
}
