package torrentkit.bencode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import torrentkit.testing.TorrentArbitraries;

class BencodeProperties {
    @Provide
    Arbitrary<Map<String, Object>> dictionaries() {
        return TorrentArbitraries.dictionaries();
    }

    @Property
    void whatWasEncodedDecodesToTheSame(@ForAll("dictionaries") Map<String, Object> dictionary) {
        byte[] encoded = Bencode.encode(dictionary);
        BencodeDictionary decoded = Bencode.decode(encoded, Bencode.Limits.TORRENT);
        compare(dictionary, decoded);
        assertThat(Bencode.encode(Map.of("whole", new RawBencode(encoded))))
                .endsWith('e')
                .contains(encoded);
    }

    private static void compare(Map<?, ?> expected, BencodeDictionary found) {
        assertThat(found.keys()).isEqualTo(expected.keySet());
        expected.forEach((name, value) -> {
            String key = (String) name;
            if (value instanceof Long number) {
                assertThat(found.requiredInteger(key)).isEqualTo(number);
            } else if (value instanceof byte[] bytes) {
                assertThat(found.requiredBytes(key)).isEqualTo(bytes);
            } else if (value instanceof String text) {
                assertThat(found.requiredBytes(key)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
            } else if (value instanceof List<?> list) {
                compare(list, found.requiredList(key));
            } else {
                compare((Map<?, ?>) value, found.requiredDictionary(key));
            }
        });
    }

    private static void compare(List<?> expected, BencodeList found) {
        assertThat(found.size()).isEqualTo(expected.size());
        IntStream.range(0, found.size()).forEach(i -> {
            if (expected.get(i) instanceof Long number) {
                assertThat(found.integer(i)).isEqualTo(number);
            } else if (expected.get(i) instanceof byte[] bytes) {
                assertThat(found.bytes(i)).isEqualTo(bytes);
            } else if (expected.get(i) instanceof String text) {
                assertThat(found.bytes(i)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
            } else if (expected.get(i) instanceof List<?> list) {
                compare(list, found.list(i));
            } else {
                compare((Map<?, ?>) expected.get(i), found.dictionary(i));
            }
        });
    }

    @Provide
    Arbitrary<byte[]> nearlyBencoded() {
        return Arbitraries.of(
                        (byte) 'd',
                        (byte) 'l',
                        (byte) 'i',
                        (byte) 'e',
                        (byte) ':',
                        (byte) '-',
                        (byte) '0',
                        (byte) '1',
                        (byte) '2',
                        (byte) 'x')
                .array(byte[].class)
                .ofMaxSize(30)
                .map(bytes -> {
                    if (bytes.length > 0) {
                        bytes[0] = 'd';
                    }
                    return bytes;
                });
    }

    @Property(tries = 20_000)
    void arbitraryBytesGiveValuesOrBencodeException(@ForAll("nearlyBencoded") byte[] bytes) {
        decodeOrRefuse(bytes);
    }

    @Property
    void anyDamageGivesValuesOrBencodeException(
            @ForAll("dictionaries") Map<String, Object> dictionary, @ForAll int place, @ForAll byte value) {
        byte[] encoded = Bencode.encode(dictionary);
        encoded[Math.floorMod(place, encoded.length)] = value;
        decodeOrRefuse(encoded);
    }

    @Property
    void noPrefixIsAccepted(@ForAll("dictionaries") Map<String, Object> dictionary, @ForAll int place) {
        byte[] encoded = Bencode.encode(dictionary);
        byte[] prefix = Arrays.copyOf(encoded, Math.floorMod(place, encoded.length));
        try {
            Bencode.decode(prefix, Bencode.Limits.TORRENT);
        } catch (BencodeException e) {
            assertThat(e.offset()).isBetween(0, prefix.length);
            return;
        }
        throw new AssertionError("a prefix was accepted");
    }

    /** What is accepted has the same bytes again when each value is passed through: nothing was lost or added. */
    private static void decodeOrRefuse(byte[] bytes) {
        BencodeDictionary decoded;
        try {
            decoded = Bencode.decode(bytes, Bencode.Limits.TORRENT);
        } catch (BencodeException e) {
            assertThat(e.offset()).isBetween(0, bytes.length);
            return;
        }
        int length = 2;
        for (String key : decoded.keys()) {
            length += String.valueOf(key.length()).length() + 1 + key.length();
            length += decoded.raw(key).orElseThrow().length;
        }
        assertThat(length).isEqualTo(bytes.length);
    }
}
