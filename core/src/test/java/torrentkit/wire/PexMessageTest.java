package torrentkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import torrentkit.bencode.Bencode;
import torrentkit.wire.PexMessage.Contact;

class PexMessageTest {
    private static final InetSocketAddress FOUR = new InetSocketAddress("10.1.2.3", 6881);
    private static final InetSocketAddress SIX = new InetSocketAddress("2001:db8::1", 51413);

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void writesBothFamilies() {
        PexMessage message = new PexMessage(
                List.of(new Contact(FOUR, 0x12), new Contact(SIX, 1)), List.of(new InetSocketAddress("10.1.2.4", 1)));
        assertThat(message.toBytes())
                .isEqualTo(latin("d5:added6:\n\1\2\3\32\u00e17:added.f1:\22"
                        + "6:added618: \1\r\u00b8" + "\0".repeat(11) + "\1\u00c8\u00d58:added6.f1:\1"
                        + "7:dropped6:\n\1\2\4\0\1" + "8:dropped60:e"));
        assertThat(PexMessage.parse(message.toBytes())).isEqualTo(message);
    }

    @Test
    void takesMissingFlagsAndOddEndsAndWrongTypes() {
        PexMessage message = PexMessage.parse(latin("d5:added8:\n\1\2\3\32\u00e1xx6:added6i1e7:droppedlee"));
        assertThat(message).isEqualTo(new PexMessage(List.of(new Contact(FOUR, 0)), List.of()));
        assertThat(PexMessage.parse(latin("de")).isEmpty()).isTrue();
    }

    @Test
    void readsOnlySoMany() {
        byte[] many = new byte[6 * 1_000];
        byte[] payload = Bencode.encode(Map.of("added", many, "dropped", many));
        assertThat(PexMessage.parse(payload).added()).hasSize(PexMessage.MAX_READ);
        assertThat(PexMessage.parse(payload).dropped()).hasSize(PexMessage.MAX_READ);
    }

    @Test
    void refusesWhatIsNoDictionaryOrFarTooLong() {
        assertThatThrownBy(() -> PexMessage.parse(latin("le"))).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> PexMessage.parse(new byte[0])).isInstanceOf(ProtocolException.class);
        byte[] endless = Bencode.encode(Map.of("added", new byte[100_000]));
        assertThatThrownBy(() -> PexMessage.parse(endless)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void keepsTheFlagsOfEachFamilyApart() {
        List<Contact> contacts = IntStream.range(1, 20)
                .mapToObj(i -> new Contact(new InetSocketAddress(i % 3 == 0 ? "2001:db8::" + i : "10.0.0." + i, i), i))
                .toList();
        assertThat(PexMessage.parse(new PexMessage(contacts, List.of()).toBytes())
                        .added())
                .containsExactlyInAnyOrderElementsOf(contacts);
    }
}
