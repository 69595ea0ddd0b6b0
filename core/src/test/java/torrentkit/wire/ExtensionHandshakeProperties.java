package torrentkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import torrentkit.bencode.Bencode;
import torrentkit.testing.TorrentArbitraries;

class ExtensionHandshakeProperties {
    @Provide
    Arbitrary<ExtensionHandshake> handshakes() {
        Arbitrary<Map<String, Integer>> extensions = Arbitraries.maps(
                        Arbitraries.strings().ascii().ofMaxLength(12),
                        Arbitraries.integers().between(1, 255))
                .ofMaxSize(5);
        return Combinators.combine(
                        extensions,
                        Arbitraries.strings()
                                .ofMaxLength(20)
                                .filter(name -> name.equals(utf8(name)))
                                .optional(),
                        Arbitraries.integers().between(1, 65_535).optional(),
                        Arbitraries.integers().between(1, 1 << 20).optional(),
                        Arbitraries.longs().between(1, Integer.MAX_VALUE).optional(),
                        Arbitraries.of(true, false))
                .as((map, client, port, queue, size, uploadOnly) -> new ExtensionHandshake(
                        map,
                        client,
                        port.map(OptionalInt::of).orElse(OptionalInt.empty()),
                        queue.map(OptionalInt::of).orElse(OptionalInt.empty()),
                        size.map(OptionalLong::of).orElse(OptionalLong.empty()),
                        uploadOnly));
    }

    /** Text without half surrogates, which UTF-8 does not know. */
    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Provide
    Arbitrary<byte[]> payloads() {
        return Arbitraries.oneOf(
                TorrentArbitraries.bytes(60),
                TorrentArbitraries.dictionaries().map(Bencode::encode),
                Combinators.combine(
                                Arbitraries.of("m", "v", "p", "reqq", "metadata_size", "upload_only"),
                                TorrentArbitraries.dictionaries())
                        .as((key, value) -> Bencode.encode(Map.of(key, value))));
    }

    @Property
    void parsingWhatWasWrittenGivesTheSame(@ForAll("handshakes") ExtensionHandshake handshake) {
        assertThat(ExtensionHandshake.parse(handshake.toBytes())).isEqualTo(handshake);
    }

    @Property
    void anyPayloadIsReadOrRefused(@ForAll("payloads") byte[] payload) {
        Optional<ExtensionHandshake> read;
        try {
            read = Optional.of(ExtensionHandshake.parse(payload));
        } catch (ProtocolException e) {
            read = Optional.empty();
        }
        read.ifPresent(
                told -> assertThat(ExtensionHandshake.parse(told.toBytes())).isEqualTo(told));
    }
}
