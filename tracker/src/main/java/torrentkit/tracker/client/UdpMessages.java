package torrentkit.tracker.client;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.AnnounceException.Reason;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.AnnounceResponse;
import torrentkit.tracker.PeerList;
import torrentkit.tracker.ScrapeRequest;
import torrentkit.tracker.ScrapeResponse;
import torrentkit.tracker.SwarmCounts;

/** Announces and scrapes as UDP carries them (BEP 15), from the client's side; without the head that every message has. */
final class UdpMessages {
    static final int ANNOUNCE = 1;
    static final int SCRAPE = 2;

    private static final int MAX_SHOWN = 300;
    private static final byte URL_DATA = 2;
    private static final int MAX_OPTION = 255;

    private UdpMessages() {}

    /**
     * @param target path and query of the tracker's URL. They follow as URL data (BEP 41), unless the path is the usual one, for
     *     there are trackers that drop announces of another length
     */
    static byte[] announce(AnnounceRequest request, String target) {
        byte[] url = target.equals("/") || target.equals("/announce")
                ? new byte[0]
                : target.getBytes(StandardCharsets.US_ASCII);
        int pieces = (url.length + MAX_OPTION - 1) / MAX_OPTION;
        ByteBuffer out = ByteBuffer.allocate(82 + url.length + 2 * pieces)
                .put(request.infoHash().bytes())
                .put(request.peerId().bytes())
                .putLong(request.totals().downloaded())
                .putLong(request.totals().left())
                .putLong(request.totals().uploaded())
                .putInt(request.event().code())
                .putInt(0) // no wish for an address
                .putInt(request.key().orElse(0))
                .putInt(request.numWant().orElse(-1))
                .putShort((short) request.port());
        for (int at = 0; at < url.length; at += MAX_OPTION) {
            int length = Math.min(MAX_OPTION, url.length - at);
            out.put(URL_DATA).put((byte) length).put(url, at, length);
        }
        return out.array();
    }

    /** @throws AnnounceException when it is too short, or the peers do not come out even */
    static AnnounceResponse announced(byte[] body, InetAddress tracker) {
        int width = tracker instanceof Inet6Address ? PeerList.WIDTH6 : PeerList.WIDTH4;
        if (body.length < 12 || (body.length - 12) % width != 0) {
            throw malformed(body.length);
        }
        ByteBuffer in = ByteBuffer.wrap(body);
        Duration interval = Duration.ofSeconds(Math.max(0, in.getInt()));
        OptionalInt incomplete = OptionalInt.of(Math.max(0, in.getInt()));
        OptionalInt complete = OptionalInt.of(Math.max(0, in.getInt()));
        byte[] packed = Arrays.copyOfRange(body, 12, body.length);
        byte[] none = {};
        PeerList peers = width == PeerList.WIDTH4
                ? PeerList.ofPacked(packed, none, none)
                : PeerList.ofPacked(none, packed, none);
        return new AnnounceResponse(
                interval,
                Optional.empty(),
                complete,
                incomplete,
                peers,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static byte[] scrape(ScrapeRequest request) {
        ByteBuffer out =
                ByteBuffer.allocate(InfoHash.LENGTH * request.infoHashes().size());
        request.infoHashes().forEach(hash -> out.put(hash.bytes()));
        return out.array();
    }

    /** @throws AnnounceException when there are fewer counts than questions */
    static ScrapeResponse scraped(byte[] body, List<InfoHash> asked) {
        if (body.length < 12 * asked.size()) {
            throw malformed(body.length);
        }
        ByteBuffer in = ByteBuffer.wrap(body);
        Map<InfoHash, SwarmCounts> counts = new LinkedHashMap<>();
        for (InfoHash hash : asked) {
            int complete = Math.max(0, in.getInt());
            int downloaded = Math.max(0, in.getInt());
            counts.put(hash, new SwarmCounts(complete, Math.max(0, in.getInt()), downloaded));
        }
        return new ScrapeResponse(counts);
    }

    static AnnounceException refusal(byte[] body) {
        StringBuilder shown = new StringBuilder("the tracker refused: ");
        new String(body, 0, Math.min(body.length, MAX_SHOWN), StandardCharsets.ISO_8859_1)
                .chars()
                .forEach(c -> shown.append(c >= ' ' && c < 127 ? (char) c : '?'));
        return AnnounceException.refused(shown.toString(), Optional.empty(), false);
    }

    private static AnnounceException malformed(int length) {
        return new AnnounceException(Reason.MALFORMED, "the tracker's answer of " + length + " bytes makes no sense");
    }
}
