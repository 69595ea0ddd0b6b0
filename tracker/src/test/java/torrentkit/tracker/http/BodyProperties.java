package torrentkit.tracker.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.AnnounceResponse;
import torrentkit.tracker.PeerList;
import torrentkit.tracker.ScrapeResponse;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.TrackerArbitraries;

class BodyProperties {
    @Property
    void compactAnswerIsReadAsItWasWritten(@ForAll("responses") AnnounceResponse response) {
        PeerList peers = response.peers();
        AnnounceResponse expected =
                withPeers(response, PeerList.ofPacked(peers.packed4(), peers.packed6(), new byte[0]));
        assertThat(AnnounceBody.parse(write(response, AnnounceBody.Form.COMPACT)))
                .isEqualTo(expected);
    }

    @Property
    void longAnswerIsReadAsItWasWritten(@ForAll("responses") AnnounceResponse response) {
        assertThat(AnnounceBody.parse(write(response, AnnounceBody.Form.DICTIONARIES))
                        .peers()
                        .packed4())
                .isEqualTo(response.peers().packed4());
        // An IPv4 address that came mapped into IPv6 is written as what it is, so only the number is sure.
        assertThat(AnnounceBody.parse(write(response, AnnounceBody.Form.DICTIONARIES))
                        .peers()
                        .size())
                .isEqualTo(response.peers().size());
    }

    @Property
    void scrapeIsReadAsItWasWritten(@ForAll("scrapes") ScrapeResponse response) {
        ByteBuf out = Unpooled.buffer();
        ScrapeBody.write(response, out);
        assertThat(ScrapeBody.parse(ByteBufUtil.getBytes(out))).isEqualTo(response);
    }

    @Property
    void arbitraryBytesGiveAnAnswerOrAnAnnounceException(@ForAll byte[] body) {
        check(body);
    }

    @Property
    void damagedAnswersGiveAnAnswerOrAnAnnounceException(
            @ForAll("responses") AnnounceResponse response, @ForAll int place, @ForAll byte value) {
        byte[] body = write(response, AnnounceBody.Form.DICTIONARIES);
        body[Math.floorMod(place, body.length)] = value;
        check(body);
    }

    private static void check(byte[] body) {
        try {
            AnnounceBody.parse(body);
        } catch (AnnounceException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        try {
            ScrapeBody.parse(body);
        } catch (AnnounceException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static byte[] write(AnnounceResponse response, AnnounceBody.Form form) {
        ByteBuf out = Unpooled.buffer();
        AnnounceBody.write(response, form, out);
        return ByteBufUtil.getBytes(out);
    }

    private static AnnounceResponse withPeers(AnnounceResponse from, PeerList peers) {
        return new AnnounceResponse(
                from.interval(),
                from.minInterval(),
                from.complete(),
                from.incomplete(),
                peers,
                from.trackerId(),
                from.warning(),
                from.externalIp());
    }

    @Provide
    Arbitrary<AnnounceResponse> responses() {
        return TrackerArbitraries.responses();
    }

    @Provide
    Arbitrary<ScrapeResponse> scrapes() {
        Arbitrary<Integer> counts = Arbitraries.integers().between(0, Integer.MAX_VALUE);
        Arbitrary<SwarmCounts> swarms =
                Combinators.combine(counts, counts, counts).as(SwarmCounts::new);
        Arbitrary<Map<InfoHash, SwarmCounts>> maps =
                Arbitraries.maps(TrackerArbitraries.infoHashes(), swarms).ofMaxSize(10);
        return maps.map(ScrapeResponse::new);
    }
}
