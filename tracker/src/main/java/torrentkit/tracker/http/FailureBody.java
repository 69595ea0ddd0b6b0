package torrentkit.tracker.http;

import static torrentkit.tracker.http.BencodeOutput.constant;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import torrentkit.bencode.BencodeDictionary;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.ClientException;

/** The body of a refusal (BEP 3, {@code failure reason}), and what it may say about asking again (BEP 31, {@code retry in}). */
public final class FailureBody {
    private static final byte[] FAILURE_REASON = constant("failure reason");
    private static final int MAX_SHOWN = 300;

    private FailureBody() {}

    /** Appends the body. */
    public static void write(ClientException refusal, ByteBuf out) {
        out.writeByte('d').writeBytes(FAILURE_REASON);
        BencodeOutput.bytes(out, refusal.getMessage().getBytes(StandardCharsets.UTF_8));
        out.writeByte('e');
    }

    /** @throws AnnounceException if the answer is a refusal */
    static void throwIfRefused(BencodeDictionary reply) {
        Optional<byte[]> reason = reply.bytes("failure reason");
        if (reason.isPresent()) {
            boolean never = reply.isBytes("retry in")
                    && reply.bytes("retry in").map(FailureBody::isNever).orElse(false);
            Optional<Duration> retryIn = reply.isInteger("retry in")
                    ? Optional.of(
                            Duration.ofMinutes(Math.max(0, Math.min(reply.requiredInteger("retry in"), 1_000_000))))
                    : Optional.empty();
            throw AnnounceException.refused("the tracker refused: " + printable(reason.get()), retryIn, never);
        }
    }

    private static boolean isNever(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1).equals("never");
    }

    /**
     * A tracker's text as a person may see it: no control characters, no bidirectional overrides, cut after some hundred
     * characters.
     */
    static String printable(byte[] utf8) {
        StringBuilder shown = new StringBuilder();
        new String(utf8, StandardCharsets.UTF_8).codePoints().limit(MAX_SHOWN).forEach(c -> {
            boolean plain = switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> false;
                default -> true;
            };
            shown.appendCodePoint(plain ? c : '?');
        });
        return shown.toString();
    }
}
