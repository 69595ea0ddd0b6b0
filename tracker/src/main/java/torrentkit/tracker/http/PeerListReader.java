package torrentkit.tracker.http;

import io.netty.util.NetUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import torrentkit.bencode.BencodeDictionary;
import torrentkit.bencode.BencodeList;
import torrentkit.tracker.PeerList;
import torrentkit.wire.PeerId;

/** Reads the peers of an answer, packed or as dictionaries, into one list. */
final class PeerListReader {
    private final ByteArrayOutputStream four = new ByteArrayOutputStream();
    private final ByteArrayOutputStream six = new ByteArrayOutputStream();
    private final ByteArrayOutputStream ids4 = new ByteArrayOutputStream();
    private final ByteArrayOutputStream ids6 = new ByteArrayOutputStream();

    private PeerListReader() {}

    /** @throws torrentkit.bencode.BencodeException for a list of another shape */
    static PeerList peers(BencodeDictionary reply) {
        PeerListReader reader = new PeerListReader();
        if (reply.isList("peers")) {
            reader.readList(reply.requiredList("peers"));
        } else {
            reader.four.writeBytes(packed(reply, "peers", PeerList.WIDTH4));
        }
        reader.six.writeBytes(packed(reply, "peers6", PeerList.WIDTH6));
        return reader.list();
    }

    private static byte[] packed(BencodeDictionary reply, String key, int width) {
        byte[] packed = reply.bytes(key).orElse(new byte[0]);
        if (packed.length % width != 0) {
            throw reply.failure(
                    key, "packed peers have " + width + " bytes each, but there are " + packed.length + " bytes");
        }
        return packed;
    }

    private void readList(BencodeList list) {
        for (int i = 0; i < list.size(); i++) {
            BencodeDictionary peer = list.dictionary(i);
            String text = new String(peer.requiredBytes("ip"), StandardCharsets.ISO_8859_1);
            byte[] ip = NetUtil.createByteArrayFromIpAddressString(text);
            long port = peer.requiredInteger("port");
            if (ip != null && port >= 0 && port <= 65535) {
                ByteArrayOutputStream packed = ip.length == 4 ? four : six;
                packed.writeBytes(ip);
                packed.write((int) port >> 8);
                packed.write((int) port);
                Optional<byte[]> id = peer.bytes("peer id").filter(bytes -> bytes.length == PeerId.LENGTH);
                id.ifPresent((ip.length == 4 ? ids4 : ids6)::writeBytes);
            }
        }
    }

    private PeerList list() {
        boolean ids = ids4.size() / PeerId.LENGTH == four.size() / PeerList.WIDTH4
                && ids6.size() / PeerId.LENGTH == six.size() / PeerList.WIDTH6;
        ids4.writeBytes(ids6.toByteArray());
        return PeerList.ofPacked(four.toByteArray(), six.toByteArray(), ids ? ids4.toByteArray() : new byte[0]);
    }
}
