package torrentkit.app.server.origin;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * What an answer's body consists of: text and ranges of one file, in turn.
 *
 * @param contentType of the whole body
 */
record FileBody(String contentType, List<Part> parts) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long BOUNDARIES = 1_000_000_000_000_000_000L;

    sealed interface Part {
        long length();

        record Text(byte[] bytes) implements Part {
            @Override
            public long length() {
                return bytes.length;
            }
        }

        record OfFile(ByteRange range) implements Part {
            @Override
            public long length() {
                return range.length();
            }
        }
    }

    /** @param range may be without any byte */
    static FileBody single(String type, ByteRange range) {
        return new FileBody(type, range.length() == 0 ? List.of() : List.of(new Part.OfFile(range)));
    }

    /** {@code multipart/byteranges} (RFC 9110, section 14.6). The boundary is random, so that no file holds it but by chance. */
    static FileBody multipart(String type, List<ByteRange> ranges, long fileSize) {
        String boundary = String.format("%020d", RANDOM.nextLong(BOUNDARIES));
        List<Part> parts = new ArrayList<>();
        for (ByteRange range : ranges) {
            parts.add(text("\r\n--" + boundary + "\r\nContent-Type: " + type + "\r\nContent-Range: "
                    + range.ofTotal(fileSize) + "\r\n\r\n"));
            parts.add(new Part.OfFile(range));
        }
        parts.add(text("\r\n--" + boundary + "--\r\n"));
        return new FileBody("multipart/byteranges; boundary=" + boundary, List.copyOf(parts));
    }

    private static Part text(String text) {
        return new Part.Text(text.getBytes(StandardCharsets.US_ASCII));
    }

    long length() {
        return parts.stream().mapToLong(Part::length).sum();
    }
}
