package torrentkit.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import torrentkit.piece.TorrentLayout;

/** Values for property tests. */
public final class TorrentArbitraries {
    private TorrentArbitraries() {}

    /** Dictionaries of everything that bencoding has, up to a few levels deep; keys with any byte. */
    public static Arbitrary<Map<String, Object>> dictionaries() {
        return Arbitraries.maps(keys(), values(3)).ofMaxSize(6);
    }

    private static Arbitrary<String> keys() {
        return bytes(8).map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private static Arbitrary<Object> values(int depth) {
        Arbitrary<Object> leaves = Arbitraries.oneOf(
                Arbitraries.longs().asGeneric(),
                bytes(40).asGeneric(),
                Arbitraries.strings().ofMaxLength(10).asGeneric());
        return depth == 0
                ? leaves
                : Arbitraries.frequencyOf(
                        Tuple.of(4, leaves),
                        Tuple.of(1, values(depth - 1).list().ofMaxSize(4).asGeneric()),
                        Tuple.of(
                                1,
                                Arbitraries.maps(keys(), values(depth - 1))
                                        .ofMaxSize(4)
                                        .asGeneric()));
    }

    /** Byte strings, the shortest often. */
    public static Arbitrary<byte[]> bytes(int longest) {
        return Arbitraries.bytes().array(byte[].class).ofMinSize(0).ofMaxSize(longest);
    }

    /** Layouts with short pieces and many file edges, among them files without a byte at any place. */
    public static Arbitrary<TorrentLayout> layouts() {
        Arbitrary<List<Long>> lengths = Arbitraries.frequencyOf(
                        Tuple.of(1, Arbitraries.just(0L)),
                        Tuple.of(3, Arbitraries.longs().between(0, 200_000)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .filter(list -> list.stream().anyMatch(length -> length > 0));
        return Combinators.combine(Arbitraries.integers().between(1_000, 100_000), lengths)
                .as((piece, files) -> TorrentLayout.of(
                        piece, files.stream().mapToLong(Long::longValue).toArray()));
    }
}
