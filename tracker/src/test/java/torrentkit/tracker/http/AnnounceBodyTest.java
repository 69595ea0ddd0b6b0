package torrentkit.tracker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static torrentkit.tracker.TrackerArbitraries.endpoint;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.AnnounceException.Reason;
import torrentkit.tracker.AnnounceResponse;
import torrentkit.tracker.ClientException;
import torrentkit.tracker.PeerList;
import torrentkit.wire.PeerId;

class AnnounceBodyTest {
    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String write(AnnounceResponse response, AnnounceBody.Form form) {
        ByteBuf out = Unpooled.buffer();
        AnnounceBody.write(response, form, out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static AnnounceException failure(String body) {
        return catchThrowableOfType(AnnounceException.class, () -> AnnounceBody.parse(bytes(body)));
    }

    @Test
    void writesKeysInOrder() {
        PeerList peers = PeerList.of(List.of(endpoint("1.2.3.4", 258), endpoint("::1", 1)));
        AnnounceResponse response = AnnounceResponse.of(Duration.ofSeconds(90), Duration.ofSeconds(30), 1, 20, peers)
                .withExternalIp(endpoint("5.6.7.8", 0).getAddress());
        assertThat(write(response, AnnounceBody.Form.COMPACT))
                .isEqualTo(
                        "d8:completei1e11:external ip4:\5\6\7\10" + "10:incompletei20e8:intervali90e12:min intervali30e"
                                + "5:peers6:\1\2\3\4\1\2" + "6:peers618:" + "\0".repeat(15) + "\1\0\1" + "e");
    }

    @Test
    void writesAnEmptyListOfPeersToo() {
        AnnounceResponse response =
                AnnounceResponse.of(Duration.ofSeconds(90), Duration.ofSeconds(30), 0, 1, PeerList.EMPTY);
        assertThat(write(response, AnnounceBody.Form.COMPACT)).endsWith("5:peers0:e");
        assertThat(write(response, AnnounceBody.Form.DICTIONARIES)).endsWith("5:peerslee");
    }

    @Test
    void writesDictionariesWithAndWithoutIds() {
        PeerId id = PeerId.of(bytes("-XX0001-abcdefghijkl"));
        PeerList peers = PeerList.EMPTY.withFirst(endpoint("1.2.3.4", 258).getAddress(), 258, Optional.of(id));
        AnnounceResponse response = AnnounceResponse.of(Duration.ofSeconds(90), Duration.ofSeconds(30), 0, 1, peers);
        assertThat(write(response, AnnounceBody.Form.DICTIONARIES))
                .endsWith("5:peersld2:ip7:1.2.3.47:peer id20:-XX0001-abcdefghijkl4:porti258eeee");
        assertThat(write(response, AnnounceBody.Form.DICTIONARIES_WITHOUT_IDS))
                .endsWith("5:peersld2:ip7:1.2.3.44:porti258eeee");
    }

    @Test
    void readsDictionariesAndSkipsNamesAndImpossiblePorts() {
        AnnounceResponse response = AnnounceBody.parse(bytes("d8:intervali60e5:peersl"
                + "d2:ip9:localhost4:porti1ee" + "d2:ip7:1.2.3.44:porti70000ee" + "d2:ip3:::14:porti5ee"
                + "d2:ip7:1.2.3.44:porti6eeee"));
        assertThat(response.peers().addresses()).containsExactly(endpoint("1.2.3.4", 6), endpoint("::1", 5));
    }

    @Test
    void readsUnsortedAndUnknownKeys() {
        AnnounceResponse response = AnnounceBody.parse(bytes("d5:peers0:8:intervali60e3:zzzlee"));
        assertThat(response.interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(response.complete()).isEmpty();
    }

    @Test
    void readsAFailureReasonWithoutControlCharacters() {
        AnnounceException refused = failure("d14:failure reason7:no\n\u001b[31e");
        assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
        assertThat(refused).hasMessage("the tracker refused: no??[31");
        assertThat(refused.retryIn()).isEmpty();
    }

    @Test
    void readsWhenToAskAgain() {
        assertThat(failure("d14:failure reason4:busy8:retry ini5ee").retryIn()).contains(Duration.ofMinutes(5));
        AnnounceException never = failure("d14:failure reason4:busy8:retry in5:nevere");
        assertThat(never.retryNever()).isTrue();
        assertThat(never.retryIn()).isEmpty();
        assertThat(failure("d14:failure reason4:busy8:retry ini-9999999999999ee")
                        .retryIn())
                .contains(Duration.ZERO);
    }

    @Test
    void writesARefusal() {
        ByteBuf out = Unpooled.buffer();
        FailureBody.write(new ClientException("go away"), out);
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("d14:failure reason7:go awaye");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, i0e",
        "PT1S, i1e",
        "PT5M, i5e",
        "PT5M0.001S, i6e",
        "PT1000000M, i1000000e",
        "PT1000000M1S, 5:never",
        "PT2562047788015215H30M7.999999999S, 5:never"
    })
    void tellsWhenToAskAgainInMinutes(String delay, String written) {
        ByteBuf out = Unpooled.buffer();
        FailureBody.write(new ClientException("no", Optional.of(Duration.parse(delay))), out);
        String body = out.toString(StandardCharsets.US_ASCII);
        assertThat(body).isEqualTo("d14:failure reason2:no8:retry in" + written + "e");
        AnnounceException read = failure(body);
        assertThat(read.retryNever()).isEqualTo(written.endsWith("never"));
        assertThat(read.retryIn().isPresent()).isEqualTo(!read.retryNever());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>404</html>",
                "le",
                "i5e",
                "d8:interval3:abc5:peers0:e",
                "d8:intervali60e5:peersi5ee",
                "d8:intervali60e5:peers7:abcdefge",
                "d8:intervali60e5:peersli5eee",
                "d8:intervali60e5:peersld2:ip7:1.2.3.4eee",
                "d8:intervali60e5:peersd1:a1:bee",
                "d8:intervali60e6:peers66:abcdefe",
                "d8:intervali60e5:peers0:",
                "d8:intervali60e5:peers0:eextra",
                "d8:intervali60e5:peers999999999:e",
                "d14:failure reasoni5ee",
            })
    void callsOtherThingsMalformed(String body) {
        assertThat(failure(body).reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void clampsIntervalsThatMakeNoSense() {
        assertThat(AnnounceBody.parse(bytes("d8:intervali-5e5:peers0:e")).interval())
                .isEqualTo(Duration.ZERO);
        assertThat(AnnounceBody.parse(bytes("d8:intervali9223372036854775807e5:peers0:e"))
                        .interval())
                .isEqualTo(Duration.ofSeconds(Integer.MAX_VALUE));
    }
}
