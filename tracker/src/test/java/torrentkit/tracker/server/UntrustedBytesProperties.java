package torrentkit.tracker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static torrentkit.tracker.TrackerArbitraries.endpoint;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import torrentkit.tracker.swarm.InMemorySwarmStore;

/** Whatever arrives on a socket does no more than it may. */
class UntrustedBytesProperties {
    private final TrackerConfig config = TrackerConfig.defaults();
    private final TrackerLogic logic = new TrackerLogic(config, new InMemorySwarmStore(config.swarms()));
    private final EmbeddedChannel udp = new EmbeddedChannel(new UdpTrackerHandler(
            logic,
            new TrackerCounters(),
            new ConnectionIds(System::nanoTime),
            asker -> endpoint("10.0.0.250", 0).getAddress()));

    @Property
    void unprovenAddressesGetNoMoreThanTheySend(
            @ForAll @Size(max = 300) byte[] bytes, @ForAll boolean connect, @ForAll boolean known) {
        if (connect && bytes.length >= 12) {
            Unpooled.wrappedBuffer(bytes).setLong(0, 0x41727101980L).setInt(8, 0);
        } else if (known && bytes.length >= 12) {
            Unpooled.wrappedBuffer(bytes).setInt(8, bytes[11] & 3);
        }
        udp.writeInbound(
                new DatagramPacket(Unpooled.copiedBuffer(bytes), endpoint("10.0.0.250", 1), endpoint("10.0.0.1", 5)));
        DatagramPacket reply = udp.readOutbound();
        if (reply != null) {
            assertThat(reply.content().readableBytes()).isLessThanOrEqualTo(bytes.length);
            reply.release();
        }
    }

    /** A key is what KeyedPath takes for one, or there is none: nothing else comes out of a datagram's options. */
    @Property
    void optionsYieldAKeyOrNone(@ForAll @Size(max = 600) byte[] bytes, @ForAll("pieces") String pieces) {
        byte[] likely = pieces.getBytes(StandardCharsets.ISO_8859_1);
        for (byte[] options : new byte[][] {bytes, likely}) {
            UrlData.key(Unpooled.wrappedBuffer(options), 0, options.length, "/announce")
                    .ifPresent(key -> assertThat(key).matches("[A-Za-z0-9_.~-]{1,512}"));
        }
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of("\2", "\1", "\0", "\12", "\u00ff", "/", "k", "/announce", "\2\n/announce")
                .list()
                .ofMaxSize(14)
                .map(parts -> String.join("", parts));
    }

    @Property
    void requestHeadIsTheSameWhereverItWasSplit(@ForAll("heads") String text, @ForAll int where) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int split = Math.floorMod(where, bytes.length + 1);
        RequestHead whole = new RequestHead();
        int end = whole.read(bytes, 0, 0, bytes.length);
        RequestHead parts = new RequestHead();
        if (parts.read(bytes, 0, 0, split) == RequestHead.INCOMPLETE && parts.error() == 0) {
            int later = parts.read(bytes, 0, split, bytes.length);
            assertThat(parts.error()).isEqualTo(whole.error());
            assertThat(later).isEqualTo(end);
            assertThat(parts.keepAlive() || parts.error() != 0).isEqualTo(whole.keepAlive() || whole.error() != 0);
        }
    }

    @Provide
    Arbitrary<String> heads() {
        return Arbitraries.of(
                        "GET ",
                        "HEAD ",
                        "/announce",
                        "?a=b",
                        " HTTP/1.1",
                        " HTTP/1.0",
                        "\r\n",
                        "\n",
                        "Connection: close",
                        "Content-Length: ",
                        "0",
                        ":",
                        " ",
                        "\0",
                        "\u00ff")
                .list()
                .ofMaxSize(14)
                .map(parts -> String.join("", parts));
    }
}
