package torrentkit.tracker.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.AnnounceResponse;
import torrentkit.tracker.ClientException;
import torrentkit.tracker.PeerList;
import torrentkit.tracker.ScrapeRequest;
import torrentkit.tracker.ScrapeResponse;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.Totals;
import torrentkit.wire.PeerId;

/**
 * The UDP tracker protocol (BEP 15), one datagram each way, all numbers in network order:
 *
 * <pre>
 * connect   0 magic 8 | 8 action 0 | 12 transaction            -&gt; 0 action 0 | 4 transaction | 8 connection id
 * announce  0 connection id 8 | 8 action 1 | 12 transaction | 16 info-hash | 36 peer id | 56 downloaded 8 | 64 left 8
 *           | 72 uploaded 8 | 80 event | 84 ip | 88 key | 92 numwant | 96 port 2 | 98 options (BEP 41)
 *                              -&gt; 0 action 1 | 4 transaction | 8 interval | 12 leechers | 16 seeders | 20 packed peers
 * scrape    0 connection id 8 | 8 action 2 | 12 transaction | 16 info-hashes
 *                              -&gt; 0 action 2 | 4 transaction | 8 (seeders, completed, leechers) each
 * error                        -&gt; 0 action 3 | 4 transaction | 8 text
 * </pre>
 *
 * Whoever has not shown a valid connection id gets no answer longer than the question, so that a forged source address gains
 * nothing. What is no request at all gets no answer. One instance a channel; called on its event loop.
 */
final class UdpTrackerHandler extends ChannelInboundHandlerAdapter {
    /** The most that a reply carries: what an Ethernet frame takes. */
    static final int MAX_REPLY = 1472;
    /** IPv6 peers that fit into one reply. */
    static final int MAX_PEERS6 = (MAX_REPLY - 20) / PeerList.WIDTH6;

    private static final Logger LOG = System.getLogger(UdpTrackerHandler.class.getName());
    private static final long MAGIC = 0x41727101980L;
    private static final int CONNECT = 0;
    private static final int ANNOUNCE = 1;
    private static final int SCRAPE = 2;
    private static final int ERROR = 3;
    private static final int HEADER = 16;
    private static final int ANNOUNCE_LENGTH = 98;
    private static final ClientException BAD_ID = new ClientException("connection id expired");

    private final TrackerLogic logic;
    private final TrackerCounters counters;
    private final ConnectionIds ids;
    private final Function<InetSocketAddress, InetAddress> localAddress;

    /** @param localAddress the local address at which an asker reaches this socket */
    UdpTrackerHandler(
            TrackerLogic logic,
            TrackerCounters counters,
            ConnectionIds ids,
            Function<InetSocketAddress, InetAddress> localAddress) {
        this.logic = logic;
        this.counters = counters;
        this.ids = ids;
        this.localAddress = localAddress;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        try {
            InetSocketAddress sender = packet.sender();
            if (sender.getPort() == 0) {
                counters.malformed.increment(); // cannot be answered
                return;
            }
            ByteBuf reply = reply(ctx, packet.content(), sender);
            if (reply == null) {
                counters.malformed.increment();
            } else {
                ctx.write(new DatagramPacket(reply, sender), ctx.voidPromise());
            }
        } finally {
            ReferenceCountUtil.release(packet);
        }
    }

    /** Replies leave together: one system call for a burst, where the transport can do that. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // Such as an ICMP error about an earlier reply: says nothing about the next request.
        LOG.log(Level.DEBUG, "UDP tracker socket", cause);
    }

    private ByteBuf reply(ChannelHandlerContext ctx, ByteBuf in, InetSocketAddress sender) {
        int length = in.readableBytes();
        if (length < HEADER) {
            return null;
        }
        int start = in.readerIndex();
        long id = in.getLong(start);
        int action = in.getInt(start + 8);
        int transaction = in.getInt(start + 12);
        InetAddress from = Addresses.plain(sender.getAddress());
        if (action == CONNECT && id == MAGIC) {
            return header(ctx, HEADER, CONNECT, transaction).writeLong(ids.issue(from));
        }
        boolean announce = action == ANNOUNCE && length >= ANNOUNCE_LENGTH;
        boolean scrape = action == SCRAPE && length >= HEADER + InfoHash.LENGTH;
        if (!announce && !scrape) {
            return null;
        }
        try {
            if (!ids.isValid(id, from)) {
                throw BAD_ID; // 29 bytes against at least 36
            }
            return announce
                    ? announce(ctx, in, start, length, transaction, from, sender)
                    : scrape(ctx, in, start, length, transaction, from);
        } catch (ClientException e) {
            counters.refusals.increment();
            return error(ctx, transaction, e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a UDP request could not be answered", e);
            return error(ctx, transaction, "internal error");
        }
    }

    private ByteBuf announce(
            ChannelHandlerContext ctx,
            ByteBuf in,
            int start,
            int length,
            int transaction,
            InetAddress from,
            InetSocketAddress sender) {
        AnnounceResponse response =
                logic.announce(read(in, start), key(in, start, length), from, localAddress.apply(sender), true);
        counters.announces.increment();
        PeerList peers = response.peers();
        byte[] packed = from instanceof Inet6Address ? peers.packed6() : peers.packed4();
        return header(ctx, 20 + packed.length, ANNOUNCE, transaction)
                .writeInt((int) response.interval().toSeconds())
                .writeInt(response.incomplete().orElse(0))
                .writeInt(response.complete().orElse(0))
                .writeBytes(packed);
    }

    private Optional<String> key(ByteBuf in, int start, int length) {
        return length > ANNOUNCE_LENGTH && logic.knowsKeys()
                ? UrlData.key(in, start + ANNOUNCE_LENGTH, start + length, "/announce")
                : Optional.empty();
    }

    private static AnnounceRequest read(ByteBuf in, int start) {
        byte[] hash = new byte[InfoHash.LENGTH];
        byte[] peer = new byte[PeerId.LENGTH];
        in.getBytes(start + 16, hash).getBytes(start + 36, peer);
        int ip = in.getInt(start + 84);
        int numWant = in.getInt(start + 92);
        return new AnnounceRequest(
                InfoHash.of(hash),
                PeerId.of(peer),
                in.getUnsignedShort(start + 96),
                new Totals(amount(in, start + 72), amount(in, start + 56), amount(in, start + 64)),
                AnnounceEvent.ofCode(in.getInt(start + 80)),
                numWant < 0 ? OptionalInt.empty() : OptionalInt.of(numWant),
                true,
                true,
                OptionalInt.of(in.getInt(start + 88)),
                ip == 0 ? Optional.empty() : Optional.of(Addresses.text(ip)),
                Optional.empty());
    }

    /** Counts are unsigned on the wire; what does not fit is as good as the largest that does. */
    private static long amount(ByteBuf in, int at) {
        long value = in.getLong(at);
        return value < 0 ? Long.MAX_VALUE : value;
    }

    private ByteBuf scrape(
            ChannelHandlerContext ctx, ByteBuf in, int start, int length, int transaction, InetAddress from) {
        int count = Math.min(ScrapeRequest.MAX_HASHES, (length - HEADER) / InfoHash.LENGTH);
        List<InfoHash> hashes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] hash = new byte[InfoHash.LENGTH];
            in.getBytes(start + HEADER + i * InfoHash.LENGTH, hash);
            hashes.add(InfoHash.of(hash));
        }
        ScrapeResponse response = logic.scrape(new ScrapeRequest(hashes), Optional.empty(), from);
        counters.scrapes.increment();
        ByteBuf out = header(ctx, 8 + 12 * count, SCRAPE, transaction);
        for (InfoHash hash : hashes) { // the answer has no keys: every question needs its place
            SwarmCounts counts = response.files().getOrDefault(hash, SwarmCounts.NONE);
            out.writeInt(counts.complete()).writeInt(counts.downloaded()).writeInt(counts.incomplete());
        }
        return out;
    }

    private static ByteBuf error(ChannelHandlerContext ctx, int transaction, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return header(ctx, 8 + bytes.length, ERROR, transaction).writeBytes(bytes);
    }

    private static ByteBuf header(ChannelHandlerContext ctx, int length, int action, int transaction) {
        return ctx.alloc().ioBuffer(length).writeInt(action).writeInt(transaction);
    }
}
