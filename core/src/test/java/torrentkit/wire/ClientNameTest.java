package torrentkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNameTest {
    private static PeerId id(String prefix) {
        String whole = (prefix + "xxxxxxxxxxxxxxxxxxxx").substring(0, PeerId.LENGTH);
        return PeerId.of(whole.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({
        "-qB4520-, qBittorrent 4.5.2",
        "-qB5030-, qBittorrent 5.0.3",
        "-TR2940-, Transmission 2.94",
        "-TR4060-, Transmission 4.0.6",
        "-LT20B0-, libtorrent 2.0.11",
        "-lt0D80-, rTorrent's libTorrent 0.13.8",
        "-DE211s-, Deluge 2.1.1",
        "-UT355S-, uTorrent 3.5.5",
        "-AZ5773-, Vuze 5.7.7.3",
        "-TK0100-, torrentkit 0.1.0",
        "-ZZ1234-, ZZ 1.2.3.4",
        "A2-1-37-0-, aria2 1.37.0",
        "M7-9-2--, BitTorrent 7.9.2",
        "Q1-2-3-, unknown",
        "-qB45-, unknown",
        "whatever, unknown"
    })
    void namesClientsAfterTheirPeerIds(String prefix, String name) {
        assertThat(ClientName.of(id(prefix), Optional.empty())).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "Transmission 4.0.5, Transmission 4.0.5",
        "'\u001b[31mred\u0007', '[31mred'",
        "'x\u202egpj.exe', 'xgpj.exe'",
        "'\u2028', 'qBittorrent 4.5.2'",
        "'', 'qBittorrent 4.5.2'",
        "'  ', 'qBittorrent 4.5.2'",
        "\u00b5Torrent 3.5.5, \u00b5Torrent 3.5.5"
    })
    void prefersWhatTheClientCallsItself(String told, String name) {
        assertThat(ClientName.of(id("-qB4520-"), Optional.of(told))).isEqualTo(name);
    }

    @Property
    void isShortAndCleanWhateverAnybodyClaims(@ForAll @Size(PeerId.LENGTH) byte[] peer, @ForAll String told) {
        for (Optional<String> claim : List.of(Optional.of(told), Optional.<String>empty())) {
            String name = ClientName.of(PeerId.of(peer), claim);
            assertThat(name.length()).isBetween(1, 64);
            assertThat(name.codePoints())
                    .allMatch(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT);
        }
    }
}
