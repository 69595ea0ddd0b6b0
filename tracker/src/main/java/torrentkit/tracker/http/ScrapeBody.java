package torrentkit.tracker.http;

import static torrentkit.tracker.http.BencodeOutput.constant;
import static torrentkit.tracker.http.BencodeOutput.integer;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import torrentkit.bencode.Bencode;
import torrentkit.bencode.BencodeDictionary;
import torrentkit.bencode.BencodeException;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.ScrapeResponse;
import torrentkit.tracker.SwarmCounts;

/** The body of the answer to a scrape (BEP 48): a dictionary whose keys are the info-hashes. */
public final class ScrapeBody {
    private static final byte[] FILES = constant("files");
    private static final byte[] COMPLETE = constant("complete");
    private static final byte[] DOWNLOADED = constant("downloaded");
    private static final byte[] INCOMPLETE = constant("incomplete");

    private ScrapeBody() {}

    /** Bytes that surely hold the body. */
    public static int sizeHint(ScrapeResponse response) {
        return 16 + 120 * response.files().size();
    }

    /** Appends the body; torrents in the order of their bytes, whatever the order of the answer. */
    public static void write(ScrapeResponse response, ByteBuf out) {
        out.writeByte('d').writeBytes(FILES).writeByte('d');
        Map<InfoHash, SwarmCounts> files = response.files();
        (files.size() < 2 ? files : new TreeMap<>(files)).forEach((hash, counts) -> {
            BencodeOutput.bytes(out, hash.bytes());
            out.writeByte('d').writeBytes(COMPLETE);
            integer(out, counts.complete());
            out.writeBytes(DOWNLOADED);
            integer(out, counts.downloaded());
            out.writeBytes(INCOMPLETE);
            integer(out, counts.incomplete());
            out.writeByte('e');
        });
        out.writeByte('e').writeByte('e');
    }

    /**
     * Reads a tracker's answer; keys that are no info-hash are ignored, missing counts are 0.
     *
     * @param body the whole body, decompressed
     * @throws AnnounceException with what the tracker refused, or {@link AnnounceException.Reason#MALFORMED} when it makes no
     *     sense
     */
    public static ScrapeResponse parse(byte[] body) {
        try {
            BencodeDictionary reply = Bencode.decode(body, Bencode.Limits.REPLY);
            FailureBody.throwIfRefused(reply);
            BencodeDictionary files = reply.requiredDictionary("files");
            Map<InfoHash, SwarmCounts> counts = new LinkedHashMap<>();
            for (String key : files.keys()) {
                byte[] hash = key.getBytes(StandardCharsets.ISO_8859_1);
                if (hash.length == InfoHash.LENGTH) {
                    BencodeDictionary file = files.requiredDictionary(key);
                    counts.put(
                            InfoHash.of(hash),
                            new SwarmCounts(
                                    count(file, "complete"), count(file, "incomplete"), count(file, "downloaded")));
                }
            }
            return new ScrapeResponse(counts);
        } catch (BencodeException e) {
            throw new AnnounceException(
                    AnnounceException.Reason.MALFORMED,
                    "the tracker's answer is not bencoded as it should be: " + e.getMessage());
        }
    }

    private static int count(BencodeDictionary file, String key) {
        OptionalLong value = file.integer(key);
        return (int) Math.max(0, Math.min(value.orElse(0), Integer.MAX_VALUE));
    }
}
