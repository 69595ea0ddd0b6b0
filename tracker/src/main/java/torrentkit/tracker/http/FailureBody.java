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
    private static final byte[] RETRY_IN = constant("retry in");
    private static final byte[] NEVER = constant("never");
    /** As many minutes as a reader of ours believes; whoever is to wait longer need not come back. */
    private static final long MAX_MINUTES = 1_000_000;

    private static final int MAX_SHOWN = 300;

    private FailureBody() {}

    /** Appends the body. */
    public static void write(ClientException refusal, ByteBuf out) {
        out.writeByte('d').writeBytes(FAILURE_REASON);
        BencodeOutput.bytes(out, refusal.getMessage().getBytes(StandardCharsets.UTF_8));
        refusal.retryIn().ifPresent(delay -> writeRetry(delay, out));
        out.writeByte('e');
    }

    /** BEP 31: minutes, or the word "never". A part of a minute counts as a whole one, or the peer would come back too early. */
    private static void writeRetry(Duration delay, ByteBuf out) {
        out.writeBytes(RETRY_IN);
        long minutes = delay.toSeconds() / 60 + (delay.toSeconds() % 60 > 0 || delay.getNano() > 0 ? 1 : 0);
        if (minutes > MAX_MINUTES) {
            out.writeBytes(NEVER);
        } else {
            BencodeOutput.integer(out, minutes);
        }
    }

    /** @throws AnnounceException if the answer is a refusal */
    static void throwIfRefused(BencodeDictionary reply) {
        Optional<byte[]> reason = reply.bytes("failure reason");
        if (reason.isPresent()) {
            boolean never = reply.isBytes("retry in")
                    && reply.bytes("retry in").map(FailureBody::isNever).orElse(false);
            Optional<Duration> retryIn = reply.isInteger("retry in")
                    ? Optional.of(
                            Duration.ofMinutes(Math.max(0, Math.min(reply.requiredInteger("retry in"), MAX_MINUTES))))
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
