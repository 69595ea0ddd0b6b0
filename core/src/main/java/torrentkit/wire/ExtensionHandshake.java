package torrentkit.wire;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import torrentkit.bencode.Bencode;
import torrentkit.bencode.BencodeDictionary;
import torrentkit.bencode.BencodeException;

/**
 * The extension handshake (BEP 10, message 0): which extensions the sender takes and under which number, and a few facts about it.
 *
 * @param extensions name of the extension to the number under which the sender wants its messages, 1 to 255; an extension that
 *     is switched off (0) is left out
 * @param client the sender's name and version, not cleaned: never show it to a person as it is
 * @param listenPort the port on which the sender takes connections, 1 to 65535
 * @param requestQueue how many requests the sender keeps without dropping any, at least 1
 * @param metadataSize bytes of the info dictionary (BEP 9)
 * @param uploadOnly whether the sender downloads nothing more (BEP 21)
 */
public record ExtensionHandshake(
        Map<String, Integer> extensions,
        Optional<String> client,
        OptionalInt listenPort,
        OptionalInt requestQueue,
        OptionalLong metadataSize,
        boolean uploadOnly) {
    private static final Bencode.Limits LIMITS = new Bencode.Limits(PeerMessage.Extended.MAX_LENGTH, 10, 2_000);

    public ExtensionHandshake {
        extensions = Map.copyOf(extensions);
    }

    /**
     * Reads the payload of extended message 0. Values of the wrong type count as missing: clients in the field differ.
     *
     * @throws ProtocolException if the payload is not one bencoded dictionary
     */
    public static ExtensionHandshake parse(byte[] payload) {
        BencodeDictionary body;
        try {
            body = Bencode.decode(payload, LIMITS);
        } catch (BencodeException e) {
            throw new ProtocolException(
                    ProtocolException.Violation.OUT_OF_PLACE,
                    "the extension handshake is not a dictionary: " + e.getMessage());
        }
        Map<String, Integer> extensions = new HashMap<>();
        lenient(() -> body.dictionary("m")).ifPresent(m -> {
            for (String name : m.keys()) {
                number(m, name, 1, 255).ifPresent(id -> extensions.put(name, (int) id));
            }
        });
        return new ExtensionHandshake(
                extensions,
                lenient(() -> body.text("v")),
                toInt(number(body, "p", 1, 65_535)),
                toInt(number(body, "reqq", 1, 1 << 20)),
                number(body, "metadata_size", 1, Integer.MAX_VALUE),
                number(body, "upload_only", 1, Long.MAX_VALUE).isPresent());
    }

    /** The payload of extended message 0. */
    public byte[] toBytes() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("m", extensions);
        client.ifPresent(name -> body.put("v", name.getBytes(StandardCharsets.UTF_8)));
        listenPort.ifPresent(port -> body.put("p", port));
        requestQueue.ifPresent(queue -> body.put("reqq", queue));
        metadataSize.ifPresent(size -> body.put("metadata_size", size));
        if (uploadOnly) {
            body.put("upload_only", 1);
        }
        return Bencode.encode(body);
    }

    private static OptionalLong number(BencodeDictionary dictionary, String key, long min, long max) {
        try {
            OptionalLong value = dictionary.integer(key);
            return value.isPresent() && value.getAsLong() >= min && value.getAsLong() <= max
                    ? value
                    : OptionalLong.empty();
        } catch (BencodeException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalInt toInt(OptionalLong value) {
        return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
    }

    private static <T> Optional<T> lenient(Supplier<Optional<T>> value) {
        try {
            return value.get();
        } catch (BencodeException e) {
            return Optional.empty();
        }
    }
}
