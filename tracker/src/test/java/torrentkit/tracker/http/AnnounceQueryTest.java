package torrentkit.tracker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.ClientException;
import torrentkit.tracker.Totals;

class AnnounceQueryTest {
    private static final String HASH = "info_hash=%00%ff%C3%28456789abcdefghij";
    private static final String IDS = HASH + "&peer_id=-XX0001-abcdefghijkl";

    private static AnnounceRequest parse(String query) {
        byte[] raw = query.getBytes(StandardCharsets.ISO_8859_1);
        return AnnounceQuery.parse(raw, 0, raw.length);
    }

    @Test
    void readsAnInfoHashThatIsNoText() {
        AnnounceRequest request =
                parse(IDS + "&port=6881&uploaded=1&downloaded=2&left=3&event=started&numwant=7&key=0A0b&compact=1");
        assertThat(request.infoHash().bytes())
                .startsWith(0, 0xff, 0xc3, 0x28, '4')
                .hasSize(20);
        assertThat(request.peerId()).hasToString("-XX0001-abcdefghijkl");
        assertThat(request.port()).isEqualTo(6881);
        assertThat(request.totals()).isEqualTo(new Totals(1, 2, 3));
        assertThat(request.event()).isEqualTo(AnnounceEvent.STARTED);
        assertThat(request.numWant()).hasValue(7);
        assertThat(request.key()).hasValue(0x0a0b);
        assertThat(request.compact()).isTrue();
        assertThat(request.ip()).isEmpty();
    }

    @Test
    void readsRawBytesThatAClientForgotToEscape() {
        byte[] query = ("info_hash=...................." + "&peer_id=-XX0001-abcdefghijkl&port=1")
                .getBytes(StandardCharsets.US_ASCII);
        query[12] = (byte) 0xe4;
        assertThat(HexFormat.of()
                        .formatHex(AnnounceQuery.parse(query, 0, query.length)
                                .infoHash()
                                .bytes()))
                .startsWith("2e2ee4");
    }

    @Test
    void takesAPlusForASpaceAsFormsHaveIt() {
        assertThat(parse("info_hash=++++++++++++++++++++&peer_id=-XX0001-abcdefghijkl&port=1")
                        .infoHash()
                        .bytes())
                .containsOnly(' ');
    }

    @Test
    void doesWithWhatIsNecessary() {
        AnnounceRequest request = parse(IDS + "&port=0");
        assertThat(request.totals()).isEqualTo(new Totals(0, 0, Totals.UNKNOWN));
        assertThat(request.totals().complete()).isFalse();
        assertThat(request.compact()).isTrue();
        assertThat(request.numWant()).isEmpty();
    }

    @Test
    void ignoresWhatItDoesNotKnow() {
        AnnounceRequest request =
                parse("&&passkey=%zz&" + IDS + "&corrupt=0&=5&port=1&event=paused&infohash=x&key=hello&numwant=-1&");
        assertThat(request.event()).isEqualTo(AnnounceEvent.NONE);
        assertThat(request.key()).isEmpty();
        assertThat(request.numWant()).isEmpty();
    }

    @Test
    void takesTheLastOfDoubledParameters() {
        assertThat(parse(IDS + "&port=1&left=5&left=0").totals().left()).isZero();
    }

    @Test
    void clampsNumbersThatDoNotFit() {
        AnnounceRequest request =
                parse(IDS + "&port=1&left=18446744073709551615&numwant=99999999999&uploaded=9223372036854775808");
        assertThat(request.totals()).isEqualTo(new Totals(Long.MAX_VALUE, 0, Long.MAX_VALUE));
        assertThat(request.numWant()).isEqualTo(OptionalInt.of(Integer.MAX_VALUE));
    }

    @Test
    void keepsTheTrackerIdAndTheWishForAnAddress() {
        AnnounceRequest request = parse(IDS + "&port=1&trackerid=a%26b%ff&ip=10.0.0.1");
        assertThat(request.trackerId()).isEqualTo(Optional.of("a&b\u00ff"));
        assertThat(request.ip()).isEqualTo(Optional.of("10.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "peer_id=-XX0001-abcdefghijkl&port=1 | info_hash is missing",
                "info_hash=0123456789abcdefghij&port=1 | peer_id is missing",
                "info_hash=0123456789abcdefghij&peer_id=-XX0001-abcdefghijkl | port is missing",
                "info_hash=0123456789abcdefghi&peer_id=-XX0001-abcdefghijkl&port=1 | info_hash must have 20 bytes",
                "info_hash=0123456789abcdefghijk&peer_id=-XX0001-abcdefghijkl&port=1 | info_hash must have 20 bytes",
                "info_hash=&peer_id=-XX0001-abcdefghijkl&port=1 | info_hash must have 20 bytes",
                "info_hash=0123456789abcdefgh%4&peer_id=-XX0001-abcdefghijkl&port=1 | broken percent escape",
                "info_hash=0123456789abcdefgh%zz&peer_id=-XX0001-abcdefghijkl&port=1 | broken percent escape",
                "peer_id=short&port=1 | peer_id must have 20 bytes",
                "port=1&port=1 | port is given twice",
                "port=65536 | port must be 0 to 65535",
                "port=-1 | port must be a number",
                "port= | port must be a number",
                "left=12x | left must be a number",
                "info_hash=0123456789abcdefghij&info_hash=0123456789abcdefghij | info_hash is given twice",
                "ip=1234567890123456789012345678901234567890123456 | ip is too long",
            })
    void refusesWithAReason(String query, String reason) {
        assertThatExceptionOfType(ClientException.class)
                .isThrownBy(() -> parse(query))
                .withMessage(reason);
    }

    @Test
    void refusesAScrapeOfEverythingAndOfTooMuch() {
        byte[] all = "".getBytes(StandardCharsets.US_ASCII);
        assertThatExceptionOfType(ClientException.class).isThrownBy(() -> ScrapeQuery.parse(all, 0, 0));
        byte[] many = ("info_hash=0123456789abcdefghij&".repeat(65)).getBytes(StandardCharsets.US_ASCII);
        assertThatExceptionOfType(ClientException.class).isThrownBy(() -> ScrapeQuery.parse(many, 0, many.length));
        assertThat(ScrapeQuery.parse(many, 0, 31 * 64).infoHashes()).hasSize(1);
    }
}
