package torrentkit.tracker.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.AnnounceException.Reason;

/**
 * A whole HTTP answer.
 *
 * @param status the status code
 * @param location where a redirect leads, or null
 * @param gzip whether the body is compressed
 * @param body the body as it came
 */
record HttpReply(int status, String location, boolean gzip, byte[] body) {
    boolean isRedirect() {
        return location != null && (status >= 301 && status <= 303 || status == 307 || status == 308);
    }

    /**
     * The body, decompressed if need be.
     *
     * @throws AnnounceException when it is broken, or more than {@code maxBytes} comes out of it
     */
    byte[] content(int maxBytes) {
        if (!gzip) {
            return body;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] content = in.readNBytes(maxBytes);
            if (in.read() >= 0) {
                throw new AnnounceException(
                        Reason.MALFORMED, "the tracker's answer is longer than " + maxBytes + " bytes");
            }
            return content;
        } catch (IOException e) {
            throw new AnnounceException(Reason.MALFORMED, "the tracker's answer is not compressed as it says", e);
        }
    }
}
