package torrentkit.bencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BencodeTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static BencodeDictionary decode(String text) {
        return Bencode.decode(bytes(text), Bencode.Limits.TORRENT);
    }

    private static BencodeException refuse(String text) {
        return refuse(text, Bencode.Limits.TORRENT);
    }

    private static BencodeException refuse(String text, Bencode.Limits limits) {
        try {
            Bencode.decode(bytes(text), limits);
        } catch (BencodeException e) {
            return e;
        }
        throw new AssertionError("was accepted: " + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "e",
                "i1e",
                "le",
                "4:spam",
                "<html>",
                "d",
                "d1:a",
                "d1:ai1e",
                "d1:ae",
                "di1ei1ee",
                "dlei1ee",
                "d1:ai1eee",
                "d1:ai1eei",
                "dee",
                "d1:a3:abe",
                "d1:a99999999999999999999:xe",
                "d1:a2147483647:xe",
                "d1:a5:abce",
                "d1:a03:abce",
                "d1:a00:e",
                "d1:a3abce",
                "d1:a3",
                "d1:a:e",
                "d1:a-1:xe",
                "d1:aie",
                "d1:ai-e",
                "d1:ai-0e",
                "d1:ai00e",
                "d1:ai007e",
                "d1:ai-01e",
                "d1:ai+1ee",
                "d1:ai1.9ee",
                "d1:ai 1ee",
                "d1:ai1",
                "d1:ai9223372036854775808ee",
                "d1:ai-9223372036854775809ee",
                "d1:ai99999999999999999999999ee",
                "d1:ax",
                "d1:al",
                "d1:alee1:b",
                "d1:ai1e1:ai2ee",
                "d1:bi1e1:ai2e1:bi3ee",
                "d1:ci1e1:bi1e1:ai2e1:bi3ee",
                "d0:i1e0:i2ee"
            })
    void refusesWhatIsNotOneCanonicalDictionary(String text) {
        refuse(text);
    }

    @Test
    void readsTheGreatestIntegers() {
        BencodeDictionary values = decode("d1:ai9223372036854775807e1:bi-9223372036854775808e1:ci0e1:di-1ee");
        assertThat(values.requiredInteger("a")).isEqualTo(Long.MAX_VALUE);
        assertThat(values.requiredInteger("b")).isEqualTo(Long.MIN_VALUE);
        assertThat(values.requiredInteger("c")).isZero();
        assertThat(values.requiredInteger("d")).isEqualTo(-1);
    }

    @Test
    void acceptsUnsortedKeysAndFindsThemInAnyOrder() {
        BencodeDictionary values = decode("d1:ci3e1:ai1e0:i0e1:bi2ee");
        assertThat(values.keys()).containsExactly("c", "a", "", "b");
        assertThat(values.requiredInteger("b")).isEqualTo(2);
        assertThat(values.requiredInteger("c")).isEqualTo(3);
        assertThat(values.requiredInteger("a")).isEqualTo(1);
        assertThat(values.requiredInteger("")).isZero();
        assertThat(values.has("d")).isFalse();
    }

    @Test
    void keepsTheOriginalBytesOfEveryValue() {
        BencodeDictionary values = decode("d1:ad1:z0:1:ali1eee1:b3:abc1:cli1eleee");
        assertThat(values.raw("a")).contains(bytes("d1:z0:1:ali1eee"));
        assertThat(values.raw("b")).contains(bytes("3:abc"));
        assertThat(values.raw("c")).contains(bytes("li1elee"));
        assertThat(values.raw("d")).isEmpty();
        assertThat(values.offset("b")).isEqualTo(22);
    }

    @Test
    void keepsBinaryKeysAsTheyAre() {
        byte[] hash = new byte[20];
        for (int i = 0; i < hash.length; i++) {
            hash[i] = (byte) (250 - i * 13);
        }
        String key = new String(hash, StandardCharsets.ISO_8859_1);
        byte[] encoded = Bencode.encode(Map.of("files", Map.of(key, Map.of("complete", 3))));
        BencodeDictionary files = Bencode.decode(encoded, Bencode.Limits.REPLY).requiredDictionary("files");
        assertThat(files.keys()).containsExactly(key);
        assertThat(files.requiredDictionary(key).requiredInteger("complete")).isEqualTo(3);
    }

    @Test
    void namesFieldAndPlaceOfAValueOfAnotherType() {
        BencodeDictionary torrent = decode("d4:infod5:filesld6:lengthi1eed6:length1:xeeee");
        BencodeList files = torrent.requiredDictionary("info").requiredList("files");
        assertThatExceptionOfType(BencodeException.class)
                .isThrownBy(() -> files.dictionary(1).requiredInteger("length"))
                .withMessage("info.files[1].length: expected an integer, found a string (at byte 38)")
                .matches(e -> e.field().equals("info.files[1].length") && e.offset() == 38);
        assertThatExceptionOfType(BencodeException.class)
                .isThrownBy(() -> files.dictionary(0).requiredText("name"))
                .withMessageContaining("info.files[0].name: expected a string, found no such key");
    }

    @Test
    void namesFieldAndPlaceOfADefect() {
        assertThat(refuse("d4:infod5:filesli1ei02eeee"))
                .hasMessageStartingWith("info.files[1]: ")
                .matches(e -> e.offset() == 19);
    }

    @Test
    void showsNoControlCharactersOfKeys() {
        assertThat(refuse("d6:a\u001b[1m\u009bi03ee").field()).isEqualTo("a\\x1b[1m\\x9b");
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        BencodeDictionary values = decode("d1:a2:\u00c3\u00281:b2:\u00c3\u00a4e");
        assertThat(values.text("b")).contains("ä");
        assertThatExceptionOfType(BencodeException.class)
                .isThrownBy(() -> values.text("a"))
                .withMessageContaining("UTF-8");
    }

    @Test
    void survivesNestingOfAnyDepth() {
        String deep = "d1:a" + "l".repeat(1_000_000);
        assertThat(refuse(deep)).hasMessageContaining("at most 100");
        int most = Bencode.Limits.TORRENT.maxDepth() - 1;
        assertThat(decode("d1:a" + "l".repeat(most) + "e".repeat(most) + "e").isList("a"))
                .isTrue();
    }

    @Test
    void boundsBytesAndTokens() {
        Bencode.Limits limits = new Bencode.Limits(20, 5, 9);
        assertThat(refuse("d1:a20:" + "x".repeat(20) + "e", limits)).hasMessageContaining("20 bytes");
        assertThat(refuse("d1:allelelelelee", limits)).hasMessageContaining("at most 9");
        Bencode.decode(bytes("d1:alleleee"), limits);
    }

    @Test
    void findsDuplicatesAmongManyUnsortedKeys() {
        StringBuilder text = new StringBuilder("d");
        for (int i = 99_999; i >= 0; i--) {
            text.append(String.format("5:%05d0:", i));
        }
        decode(text + "e");
        assertThat(refuse(text + "5:500000:e"))
                .hasMessageContaining("twice")
                .matches(e -> e.field().equals("50000"));
    }

    @Test
    void writesKeysInTheOrderOfTheirBytes() {
        byte[] encoded =
                Bencode.encode(Map.of("b", 1, "a", "ä", "\u00ff", List.of(1L, new byte[] {'x'}), "aa", Map.of()));
        assertThat(new String(encoded, StandardCharsets.ISO_8859_1))
                .isEqualTo("d1:a2:\u00c3\u00a42:aade1:bi1e1:\u00ffli1e1:xee");
    }

    @Test
    void passesRawValuesThrough() {
        byte[] odd = bytes("d1:bi1e1:ai2ee");
        byte[] encoded = Bencode.encode(Map.of("info", new RawBencode(odd)));
        assertThat(Bencode.decode(encoded, Bencode.Limits.TORRENT).raw("info")).contains(odd);
    }

    @Test
    void refusesToWriteWhatHasNoForm() {
        assertThatIllegalArgumentException().isThrownBy(() -> Bencode.encode(Map.of("a", 1.5)));
        assertThatIllegalArgumentException().isThrownBy(() -> Bencode.encode(Map.of("\u0100", 1)));
        List<Object> deep = new ArrayList<>();
        List<Object> list = deep;
        for (int i = 0; i < 100_000; i++) {
            List<Object> next = new ArrayList<>();
            list.add(next);
            list = next;
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Bencode.encode(Map.of("a", deep)));
    }
}
