package torrentkit.tracker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import torrentkit.metainfo.InfoHash;
import torrentkit.wire.PeerId;

/** Any values of this module, for properties. */
public final class TrackerArbitraries {
    private TrackerArbitraries() {}

    public static Arbitrary<byte[]> bytes(int length) {
        return Arbitraries.bytes().array(byte[].class).ofSize(length);
    }

    public static Arbitrary<InfoHash> infoHashes() {
        return bytes(20).map(InfoHash::of);
    }

    public static Arbitrary<AnnounceRequest> requests() {
        Arbitrary<Long> amounts = Arbitraries.longs().between(0, Long.MAX_VALUE);
        Arbitrary<Totals> totals =
                Combinators.combine(amounts, amounts, amounts).as(Totals::new);
        Arbitrary<AnnounceRequest> plain = Combinators.combine(
                        infoHashes(),
                        bytes(20).map(PeerId::of),
                        Arbitraries.integers().between(0, 65535),
                        totals,
                        Arbitraries.of(AnnounceEvent.class))
                .as(AnnounceRequest::of);
        return Combinators.combine(
                        plain,
                        Arbitraries.integers().between(0, Integer.MAX_VALUE).optional(),
                        Arbitraries.integers().optional(),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of("10.1.2.3", "2001:db8::1").optional(),
                        Arbitraries.strings()
                                .withCharRange('\0', '\u00ff')
                                .ofMaxLength(20)
                                .optional())
                .as((request, numWant, key, compact, noPeerId, ip, trackerId) -> new AnnounceRequest(
                        request.infoHash(),
                        request.peerId(),
                        request.port(),
                        request.totals(),
                        request.event(),
                        optionalInt(numWant),
                        compact,
                        noPeerId,
                        optionalInt(key),
                        ip,
                        trackerId));
    }

    public static Arbitrary<InetAddress> addresses() {
        return Arbitraries.oneOf(bytes(4), bytes(16)).map(TrackerArbitraries::address);
    }

    /** Peers with or without ids, of both families. */
    public static Arbitrary<PeerList> peerLists() {
        return Arbitraries.integers()
                .between(0, 8)
                .flatMap(four -> Arbitraries.integers()
                        .between(0, 8)
                        .flatMap(six -> Combinators.combine(
                                        bytes(6 * four),
                                        bytes(18 * six),
                                        Arbitraries.oneOf(bytes(0), bytes(20 * (four + six))))
                                .as(PeerList::ofPacked)));
    }

    public static Arbitrary<AnnounceResponse> responses() {
        Arbitrary<Duration> times =
                Arbitraries.integers().between(0, Integer.MAX_VALUE).map(Duration::ofSeconds);
        Arbitrary<Optional<Integer>> counts =
                Arbitraries.integers().between(0, Integer.MAX_VALUE).optional();
        return Combinators.combine(
                        times,
                        times.optional(),
                        counts,
                        counts,
                        peerLists(),
                        Arbitraries.strings()
                                .withCharRange('\0', '\u00ff')
                                .ofMaxLength(20)
                                .optional(),
                        Arbitraries.strings().alpha().ofMaxLength(40).optional(),
                        addresses().optional())
                .as((interval, min, complete, incomplete, peers, id, warning, ip) -> new AnnounceResponse(
                        interval, min, optionalInt(complete), optionalInt(incomplete), peers, id, warning, ip));
    }

    public static InetAddress address(byte[] raw) {
        try {
            return InetAddress.getByAddress(raw);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    public static InetSocketAddress endpoint(String ip, int port) {
        return new InetSocketAddress(io.netty.util.NetUtil.createInetAddressFromIpAddressString(ip), port);
    }

    private static OptionalInt optionalInt(Optional<Integer> value) {
        return value.map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
