package torrentkit.wire;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import torrentkit.bencode.Bencode;
import torrentkit.bencode.BencodeDictionary;
import torrentkit.bencode.BencodeException;
import torrentkit.wire.ProtocolException.Violation;

/**
 * What a peer tells of its other peers (peer exchange, BEP 11): who was connected and who went since it last told.
 *
 * @param added at most {@value #MAX_READ} are read
 * @param dropped at most {@value #MAX_READ} are read
 */
public record PexMessage(List<Contact> added, List<InetSocketAddress> dropped) {
    /** The extension's key in the extension handshake. */
    public static final String EXTENSION = "ut_pex";

    /** Most peers that one message should name as added, and as dropped. */
    public static final int MAX_TOLD = 50;

    /** Most that are read of a message; some clients tell more at first. */
    public static final int MAX_READ = 200;

    /** The peer has everything, or fetches nothing more. */
    public static final int SEED = 0x02;
    /** The sender had connected to the peer, which can thus be reached. */
    public static final int REACHABLE = 0x10;

    private static final int MAX_PAYLOAD = 64 << 10;

    /**
     * A peer that the sender is connected with.
     *
     * @param flags {@link #SEED}, {@link #REACHABLE} and others of BEP 11; 0 to 255
     */
    public record Contact(InetSocketAddress address, int flags) {}

    public PexMessage {
        added = List.copyOf(added);
        dropped = List.copyOf(dropped);
    }

    /** Whether there is nothing to tell; such a message is not sent. */
    public boolean isEmpty() {
        return added.isEmpty() && dropped.isEmpty();
    }

    /**
     * Reads the payload of an extended message. Values of the wrong type or length count as missing: clients in the field differ.
     *
     * @throws ProtocolException if it is not one dictionary, or far longer than such a message is
     */
    public static PexMessage parse(byte[] payload) {
        BencodeDictionary body;
        try {
            body = Bencode.decode(payload, new Bencode.Limits(MAX_PAYLOAD, 10, 200));
        } catch (BencodeException e) {
            throw new ProtocolException(Violation.OUT_OF_PLACE, "not a peer exchange message: " + e.getMessage());
        }
        List<Contact> added = new ArrayList<>();
        contacts(added, string(body, "added"), string(body, "added.f"), 4);
        contacts(added, string(body, "added6"), string(body, "added6.f"), 16);
        List<Contact> dropped = new ArrayList<>();
        contacts(dropped, string(body, "dropped"), new byte[0], 4);
        contacts(dropped, string(body, "dropped6"), new byte[0], 16);
        return new PexMessage(added, dropped.stream().map(Contact::address).toList());
    }

    private static byte[] string(BencodeDictionary body, String key) {
        return body.isBytes(key) ? body.requiredBytes(key) : new byte[0];
    }

    private static void contacts(List<Contact> to, byte[] compact, byte[] flags, int addressBytes) {
        ByteBuffer in = ByteBuffer.wrap(compact);
        byte[] address = new byte[addressBytes];
        for (int i = 0; in.remaining() >= addressBytes + 2 && to.size() < MAX_READ; i++) {
            in.get(address);
            int port = in.getShort() & 0xffff;
            try {
                to.add(new Contact(
                        new InetSocketAddress(InetAddress.getByAddress(address), port),
                        i < flags.length ? flags[i] & 0xff : 0));
            } catch (UnknownHostException e) {
                throw new IllegalStateException("every 4 or 16 bytes are an address", e);
            }
        }
    }

    /** The payload of the extended message. */
    public byte[] toBytes() {
        Map<String, Object> body = new TreeMap<>();
        List<InetSocketAddress> addresses = added.stream().map(Contact::address).toList();
        for (boolean four : new boolean[] {true, false}) {
            String suffix = four ? "" : "6";
            body.put("added" + suffix, compact(addresses, four));
            body.put("added" + suffix + ".f", flags(four));
            body.put("dropped" + suffix, compact(dropped, four));
        }
        return Bencode.encode(body);
    }

    private static boolean isFour(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address;
    }

    private static byte[] compact(List<InetSocketAddress> addresses, boolean four) {
        List<InetSocketAddress> ofFamily =
                addresses.stream().filter(address -> isFour(address) == four).toList();
        ByteBuffer out = ByteBuffer.allocate(ofFamily.size() * (four ? 6 : 18));
        for (InetSocketAddress address : ofFamily) {
            out.put(address.getAddress().getAddress()).putShort((short) address.getPort());
        }
        return out.array();
    }

    private byte[] flags(boolean four) {
        List<Contact> ofFamily = added.stream()
                .filter(contact -> isFour(contact.address()) == four)
                .toList();
        byte[] flags = new byte[ofFamily.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = (byte) ofFamily.get(i).flags();
        }
        return flags;
    }
}
