package torrentkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataMessageTest {
    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static MetadataMessage parse(String payload) {
        return MetadataMessage.parse(ascii(payload)).orElseThrow();
    }

    /** The examples of BEP 9. */
    @Test
    void readsAndWritesWhatBep9Shows() {
        assertThat(parse("d8:msg_typei0e5:piecei0ee")).isEqualTo(new MetadataMessage.Request(0));
        assertThat(parse("d8:msg_typei2e5:piecei0ee")).isEqualTo(new MetadataMessage.Reject(0));
        MetadataMessage.Data data =
                (MetadataMessage.Data) parse("d8:msg_typei1e5:piecei0e10:total_sizei34256eexxxxxxxx");
        assertThat(data.piece()).isZero();
        assertThat(data.totalBytes()).hasValue(34_256);
        assertThat(data.bytes()).isEqualTo(ascii("xxxxxxxx"));
        assertThat(new MetadataMessage.Request(3).toBytes()).isEqualTo(ascii("d8:msg_typei0e5:piecei3ee"));
        assertThat(new MetadataMessage.Reject(3).toBytes()).isEqualTo(ascii("d8:msg_typei2e5:piecei3ee"));
        assertThat(new MetadataMessage.Data(3, 34_256, ascii("d1:ae")).toBytes())
                .isEqualTo(ascii("d8:msg_typei1e5:piecei3e10:total_sizei34256eed1:ae"));
    }

    @Test
    void passesOverTypesItDoesNotKnowAndKeysItDoesNotKnow() {
        assertThat(MetadataMessage.parse(ascii("d8:msg_typei3e5:piecei0ee"))).isEmpty();
        assertThat(parse("d8:msg_typei0e5:piecei7e1:xli1eee")).isEqualTo(new MetadataMessage.Request(7));
        assertThat(((MetadataMessage.Data) parse("d8:msg_typei1e5:piecei0ee")).totalBytes())
                .isEqualTo(OptionalLong.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "i1e",
                "d",
                "de",
                "d8:msg_typei0ee",
                "d8:msg_type1:05:piecei0ee",
                "d8:msg_typei0e5:piecei-1ee",
                "d8:msg_typei0e5:piecei2147483648ee",
                "d8:msg_typei1e5:piecei0e10:total_size1:xe"
            })
    void refusesWhatIsNoMessage(String payload) {
        assertThatThrownBy(() -> MetadataMessage.parse(ascii(payload))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void cutsTheWholeIntoPieces() {
        assertThat(MetadataMessage.pieces(1)).isEqualTo(1);
        assertThat(MetadataMessage.pieces(16_384)).isEqualTo(1);
        assertThat(MetadataMessage.pieces(16_385)).isEqualTo(2);
        assertThat(MetadataMessage.pieceBytes(16_385, 0)).isEqualTo(16_384);
        assertThat(MetadataMessage.pieceBytes(16_385, 1)).isEqualTo(1);
    }
}
