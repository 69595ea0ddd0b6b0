package torrentkit.downloader.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import torrentkit.downloader.metadata.MetadataBook.Whole;
import torrentkit.wire.MetadataMessage;

class MetadataBookTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int PIECE = MetadataMessage.PIECE_BYTES;
    private static final int LENGTH = 2 * PIECE + 5;

    private final MetadataBook<String> book = new MetadataBook<>();

    private static byte[] piece(int index) {
        byte[] bytes = new byte[MetadataMessage.pieceBytes(LENGTH, index)];
        Arrays.fill(bytes, (byte) (index + 1));
        return bytes;
    }

    private int asked(String peer) {
        return book.ask(peer, 0).orElseThrow();
    }

    @Test
    void asksEachPieceOnceOfWhomeverItIsAndJoinsThem() {
        book.claims("a", LENGTH);
        book.claims("b", LENGTH);
        assertThat(asked("a")).isZero();
        assertThat(asked("b")).isEqualTo(1);
        assertThat(asked("a")).isEqualTo(2);
        assertThat(book.ask("b", 0)).isEmpty();
        assertThat(book.take("b", 1, piece(1))).isEmpty();
        assertThat(book.take("a", 2, piece(2))).isEmpty();
        Whole<String> whole = book.take("a", 0, piece(0)).orElseThrow();
        assertThat(whole.senders()).containsExactlyInAnyOrder("a", "b");
        assertThat(whole.sender()).isEmpty();
        assertThat(whole.bytes()).hasSize(LENGTH).startsWith(1).endsWith(3, 3, 3, 3, 3);
    }

    @Test
    void asksAnotherForWhatIsLate() {
        book.claims("a", PIECE);
        book.claims("b", PIECE);
        assertThat(book.ask("a", 0)).hasValue(0);
        assertThat(book.ask("b", SECOND)).isEmpty();
        assertThat(book.ask("b", 4 * SECOND)).hasValue(0);
        assertThat(book.ask("b", 9 * SECOND)).isEmpty();
        assertThat(book.take("b", 0, new byte[PIECE]).orElseThrow().sender()).contains("b");
        assertThat(book.take("a", 0, new byte[PIECE])).isEmpty();
    }

    @Test
    void asksAnotherForWhatWasRefusedOrLeft() {
        book.claims("a", LENGTH);
        book.claims("b", LENGTH);
        assertThat(asked("a")).isZero();
        book.forget("a", 0);
        assertThat(asked("b")).isZero();
        book.gone("b");
        assertThat(asked("a")).isZero();
        assertThat(book.ask("b", 0)).isEqualTo(OptionalInt.empty());
    }

    @Test
    void keepsPeersOfDifferentLengthsApart() {
        book.claims("a", PIECE);
        book.claims("liar", 16 << 20);
        assertThat(asked("liar")).isZero();
        assertThat(asked("a")).isZero();
        assertThat(book.take("liar", 0, new byte[PIECE])).isEmpty();
        assertThat(book.take("a", 0, new byte[PIECE])).isPresent();
    }

    @Test
    void namesTheLiarOnceEachIsOnItsOwn() {
        book.claims("honest", LENGTH);
        book.claims("liar", LENGTH);
        asked("honest");
        asked("liar");
        asked("honest");
        book.take("honest", 0, piece(0));
        book.take("liar", 1, new byte[PIECE]);
        Whole<String> wrong = book.take("honest", 2, piece(2)).orElseThrow();
        book.refuted(wrong);
        for (int i = 0; i < 3; i++) {
            assertThat(asked("liar")).isEqualTo(i);
            assertThat(asked("honest")).isEqualTo(i);
        }
        assertThat(book.take("liar", 0, piece(0))).isEmpty();
        assertThat(book.take("honest", 0, piece(0))).isEmpty();
        assertThat(book.take("honest", 1, piece(1))).isEmpty();
        assertThat(book.take("liar", 1, new byte[PIECE])).isEmpty();
        assertThat(book.take("liar", 2, piece(2)).orElseThrow().sender()).contains("liar");
        assertThat(book.take("honest", 2, piece(2)).orElseThrow().sender()).contains("honest");
    }

    @Test
    void letsOnlyAFewSendAloneAtATime() {
        for (int i = 0; i < 10; i++) {
            book.claims("p" + i, PIECE);
        }
        book.refuted(new Whole<>(new byte[PIECE], Set.of("p0", "p1")));
        for (int i = 0; i < 10; i++) {
            assertThat(book.ask("p" + i, 0).isPresent()).isEqualTo(i < MetadataBook.MAX_ALONE);
        }
        book.pause("p0");
        assertThat(book.ask("p9", 0)).isPresent();
        book.gone("p1");
        assertThat(book.ask("p8", 0)).isPresent();
        assertThat(book.ask("p0", 0)).isEmpty();
    }

    @Test
    void givesUpAttemptsThatTakeFarTooLong() {
        book.claims("slow", PIECE);
        book.ask("slow", 0);
        assertThat(book.late(29 * SECOND)).isEmpty();
        assertThat(book.late(31 * SECOND)).containsExactly("slow");
        book.claims("other", PIECE);
        assertThat(book.late(31 * SECOND)).isEmpty(); // from now on each is on its own
        assertThat(book.ask("slow", 31 * SECOND)).isPresent();
        assertThat(book.ask("other", 31 * SECOND)).isPresent();
        assertThat(book.late(62 * SECOND)).containsExactlyInAnyOrder("slow", "other");
    }

    @Test
    void holdsABoundedNumberOfBytes() {
        int length = 16 << 20;
        long held = 0;
        for (int peer = 0; peer < 10; peer++) {
            String name = "liar" + peer;
            book.claims(name, length - peer);
            for (OptionalInt piece = book.ask(name, 0);
                    piece.isPresent() && piece.getAsInt() < 1_023;
                    piece = book.ask(name, 0)) {
                book.take(name, piece.getAsInt(), new byte[PIECE]);
                held += PIECE;
            }
        }
        assertThat(held).isLessThanOrEqualTo(MetadataBook.MAX_BUFFERED + PIECE);
        for (int peer = 0; peer < 10; peer++) {
            book.gone("liar" + peer);
        }
        book.claims("honest", PIECE);
        assertThat(book.ask("honest", 0)).hasValue(0);
    }
}
