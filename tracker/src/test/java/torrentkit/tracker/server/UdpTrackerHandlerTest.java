package torrentkit.tracker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static torrentkit.tracker.TrackerArbitraries.endpoint;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.SwarmTraffic;
import torrentkit.tracker.Totals;
import torrentkit.tracker.swarm.InMemorySwarmStore;
import torrentkit.wire.PeerId;

class UdpTrackerHandlerTest {
    private static final byte[] HASH = "0123456789abcdefghij".getBytes(StandardCharsets.US_ASCII);
    private static final InetSocketAddress HOME = endpoint("10.0.0.1", 5000);

    private final TrackerConfig config = TrackerConfig.defaults();
    private final InMemorySwarmStore store = new InMemorySwarmStore(config.swarms());
    private final TrackerLogic logic = new TrackerLogic(config, store);
    private final TrackerCounters counters = new TrackerCounters();
    private final EmbeddedChannel channel = new EmbeddedChannel(new UdpTrackerHandler(
            logic,
            counters,
            new ConnectionIds(System::nanoTime),
            asker -> endpoint("10.0.0.250", 0).getAddress()));

    private ByteBuf ask(ByteBuf request, InetSocketAddress from) {
        channel.writeInbound(new DatagramPacket(request, endpoint("10.0.0.250", 1), from));
        DatagramPacket reply = channel.readOutbound();
        if (reply == null) {
            return null;
        }
        assertThat(reply.recipient()).isEqualTo(from);
        ByteBuf content = Unpooled.copiedBuffer(reply.content());
        reply.release();
        return content;
    }

    private long connect(InetSocketAddress from) {
        ByteBuf reply =
                ask(Unpooled.buffer().writeLong(0x41727101980L).writeInt(0).writeInt(77), from);
        assertThat(reply.readableBytes()).isEqualTo(16);
        assertThat(reply.readInt()).isZero();
        assertThat(reply.readInt()).isEqualTo(77);
        return reply.readLong();
    }

    private static ByteBuf announce(long id, int port, int numWant) {
        return Unpooled.buffer()
                .writeLong(id)
                .writeInt(1)
                .writeInt(99)
                .writeBytes(HASH)
                .writeBytes(PeerId.random().bytes())
                .writeLong(1)
                .writeLong(5)
                .writeLong(2)
                .writeInt(2)
                .writeInt(0)
                .writeInt(123)
                .writeInt(numWant)
                .writeShort(port);
    }

    @Test
    void answersAnAnnounceWithPackedPeers() {
        logic.register(InfoHash.of(HASH));
        ask(announce(connect(endpoint("10.0.0.2", 9)), 0x2222, -1), endpoint("10.0.0.2", 9))
                .release();
        ByteBuf reply = ask(announce(connect(HOME), 0x1111, -1), HOME);
        assertThat(reply.readInt()).isEqualTo(1);
        assertThat(reply.readInt()).isEqualTo(99);
        assertThat(reply.readInt()).isEqualTo(5);
        assertThat(reply.readInt()).isEqualTo(2);
        assertThat(reply.readInt()).isZero();
        byte[] peers = new byte[reply.readableBytes()];
        reply.readBytes(peers);
        assertThat(peers).containsExactly(10, 0, 0, 2, 0x22, 0x22);
        assertThat(counters.snapshot(SwarmTraffic.NONE).announces()).isEqualTo(2);
    }

    @Test
    void namesTheLocalSeed() {
        logic.register(InfoHash.of(HASH), new LocalSeed(PeerId.random(), 0x3333, Optional.empty()));
        ByteBuf reply = ask(announce(connect(HOME), 1, -1), HOME);
        assertThat(reply.getInt(16)).isEqualTo(1);
        assertThat(reply.slice(20, 6)).isEqualTo(Unpooled.wrappedBuffer(new byte[] {10, 0, 0, (byte) 250, 0x33, 0x33}));
    }

    @Test
    void repliesToIpv6FitIntoAFrame() {
        logic.register(InfoHash.of(HASH));
        for (int i = 1; i <= 120; i++) {
            store.announce(
                    AnnounceRequest.of(
                            InfoHash.of(HASH), PeerId.random(), i, new Totals(0, 0, 1), AnnounceEvent.STARTED),
                    endpoint("2001:db8::" + Integer.toHexString(i), 1).getAddress(),
                    0,
                    true);
        }
        InetSocketAddress six = endpoint("2001:db8::ffff", 9);
        ByteBuf reply = ask(announce(connect(six), 7, 1000), six);
        assertThat(reply.readableBytes()).isEqualTo(20 + 80 * 18).isLessThanOrEqualTo(UdpTrackerHandler.MAX_REPLY);
    }

    @Test
    void refusesAnIdOfSomebodyElseInFewerBytesThanWereSent() {
        logic.register(InfoHash.of(HASH));
        long id = connect(HOME);
        ByteBuf reply = ask(announce(id, 1, -1), endpoint("10.0.0.9", 5000));
        assertThat(reply.readableBytes()).isLessThan(98);
        assertThat(reply.readInt()).isEqualTo(3);
        assertThat(reply.readInt()).isEqualTo(99);
        assertThat(reply.toString(StandardCharsets.US_ASCII)).isEqualTo("connection id expired");
        assertThat(logic.counts(InfoHash.of(HASH)).peers()).isZero();
    }

    private ByteBuf askWithOptions(ByteBuf options) {
        TorrentAccess access = new TorrentAccess() {
            @Override
            public Access announce(InfoHash infoHash, Optional<String> key, InetAddress from) {
                return new Access.Refused("key " + key.orElse("none"), Optional.of(Duration.ofMinutes(1)));
            }

            @Override
            public Access scrape(InfoHash infoHash, Optional<String> key, InetAddress from) {
                return key.isEmpty() ? Access.SEEDED_HERE : Access.UNKNOWN;
            }
        };
        ConnectionIds ids = new ConnectionIds(System::nanoTime);
        EmbeddedChannel keyed = new EmbeddedChannel(new UdpTrackerHandler(
                new TrackerLogic(config, store, Optional.of(access)), counters, ids, asker -> HOME.getAddress()));
        ByteBuf request = announce(ids.issue(HOME.getAddress()), 1, -1).writeBytes(options);
        keyed.writeInbound(new DatagramPacket(request, endpoint("10.0.0.250", 1), HOME));
        DatagramPacket reply = keyed.readOutbound();
        ByteBuf content = Unpooled.copiedBuffer(reply.content());
        reply.release();
        assertThat(content.readInt()).isEqualTo(3);
        assertThat(content.readInt()).isEqualTo(99);
        return content;
    }

    private String keyIn(ByteBuf options) {
        return askWithOptions(options).toString(StandardCharsets.US_ASCII);
    }

    private static ByteBuf url(String... pieces) {
        ByteBuf options = Unpooled.buffer();
        for (String piece : pieces) {
            options.writeByte(2).writeByte(piece.length()).writeBytes(piece.getBytes(StandardCharsets.US_ASCII));
        }
        return options;
    }

    @Test
    void readsTheKeyFromTheUrlDataOfAnAnnounce() {
        assertThat(keyIn(Unpooled.EMPTY_BUFFER)).isEqualTo("key none");
        assertThat(keyIn(url("/k1/announce"))).isEqualTo("key k1");
        assertThat(keyIn(url("/k", "2/ann", "", "ounce?a=b").writeByte(0).writeByte(77)))
                .isEqualTo("key k2");
        assertThat(keyIn(Unpooled.wrappedBuffer(
                        new byte[] {1, 1, 9, 2, 5, 5}, url("/k3/announce").array())))
                .isEqualTo("key k3");
        String longest = "k".repeat(150);
        assertThat(keyIn(url("/" + longest, "/announce"))).isEqualTo("key " + longest);
    }

    @Test
    void readsNoKeyFromOptionsThatMakeNoSense() {
        assertThat(keyIn(url("/announce"))).isEqualTo("key none");
        assertThat(keyIn(url("k/announce"))).isEqualTo("key none");
        assertThat(keyIn(url("/k/announce?x", "/announce").setByte(0, 0))).isEqualTo("key none");
        assertThat(keyIn(Unpooled.wrappedBuffer(new byte[] {2}))).isEqualTo("key none");
        assertThat(keyIn(Unpooled.wrappedBuffer(new byte[] {2, -1, '/', 'k'}))).isEqualTo("key none");
        assertThat(keyIn(url("/k/announce").writeByte(9))).isEqualTo("key none");
        String piece = "k".repeat(255);
        assertThat(keyIn(url("/", piece, piece, piece, piece, piece, "/announce")))
                .isEqualTo("key none");
    }

    @Test
    void refusesUnknownTorrents() {
        ByteBuf reply = ask(announce(connect(HOME), 1, -1), HOME);
        assertThat(reply.getInt(0)).isEqualTo(3);
        assertThat(reply.toString(8, reply.readableBytes() - 8, StandardCharsets.US_ASCII))
                .contains("does not know");
    }

    @Test
    void answersAScrapeInTheOrderOfTheQuestion() {
        logic.register(InfoHash.of(HASH), new LocalSeed(PeerId.random(), 1, Optional.empty()));
        ByteBuf request = Unpooled.buffer()
                .writeLong(connect(HOME))
                .writeInt(2)
                .writeInt(5)
                .writeZero(20)
                .writeBytes(HASH);
        ByteBuf reply = ask(request, HOME);
        assertThat(reply.readInt()).isEqualTo(2);
        assertThat(reply.readInt()).isEqualTo(5);
        assertThat(reply.readLong()).isZero();
        assertThat(reply.readInt()).isZero();
        assertThat(reply.readInt()).isEqualTo(1);
        assertThat(reply.readableBytes()).isEqualTo(8);
    }

    @Test
    void answersTheFirst64OfALongerScrape() {
        ByteBuf request = Unpooled.buffer()
                .writeLong(connect(HOME))
                .writeInt(2)
                .writeInt(5)
                .writeZero(20 * 90);
        assertThat(ask(request, HOME).readableBytes()).isEqualTo(8 + 12 * 64);
    }

    @Test
    void givesGarbageNoAnswer() {
        assertThat(ask(Unpooled.EMPTY_BUFFER, HOME)).isNull();
        assertThat(ask(Unpooled.copiedBuffer(new byte[15]), HOME)).isNull();
        assertThat(ask(Unpooled.copiedBuffer(new byte[500]), HOME)).isNull();
        assertThat(ask(announce(connect(HOME), 1, 1).slice(0, 97), HOME)).isNull();
        assertThat(counters.snapshot(SwarmTraffic.NONE).malformed()).isEqualTo(4);
    }
}
