package torrentkit.tracker.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.ClientException;
import torrentkit.tracker.ScrapeRequest;
import torrentkit.tracker.TrackerArbitraries;

class QueryProperties {
    @Property
    void announceIsReadAsItWasWritten(@ForAll("requests") AnnounceRequest request) {
        byte[] query = AnnounceQuery.format(request).getBytes(StandardCharsets.US_ASCII);
        assertThat(AnnounceQuery.parse(query, 0, query.length)).isEqualTo(request);
    }

    @Property
    void announceIsReadInTheMiddleOfOtherBytes(
            @ForAll("requests") AnnounceRequest request, @ForAll byte[] before, @ForAll byte[] after) {
        byte[] query = AnnounceQuery.format(request).getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[before.length + query.length + after.length];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(query, 0, all, before.length, query.length);
        System.arraycopy(after, 0, all, before.length + query.length, after.length);
        assertThat(AnnounceQuery.parse(all, before.length, before.length + query.length))
                .isEqualTo(request);
    }

    @Property
    void scrapeIsReadAsItWasWritten(@ForAll("hashes") List<InfoHash> hashes) {
        ScrapeRequest request = new ScrapeRequest(hashes);
        byte[] query = ScrapeQuery.format(request).getBytes(StandardCharsets.US_ASCII);
        assertThat(ScrapeQuery.parse(query, 0, query.length)).isEqualTo(request);
    }

    @Property
    void arbitraryBytesGiveARequestOrAClientException(@ForAll byte[] raw) {
        check(raw);
    }

    @Property
    void damagedQueriesGiveARequestOrAClientException(
            @ForAll("requests") AnnounceRequest request, @ForAll int place, @ForAll byte value) {
        byte[] query = AnnounceQuery.format(request).getBytes(StandardCharsets.US_ASCII);
        query[Math.floorMod(place, query.length)] = value;
        check(query);
    }

    private static void check(byte[] raw) {
        try {
            AnnounceQuery.parse(raw, 0, raw.length);
        } catch (ClientException e) {
            assertThat(e).hasMessageMatching("[ -~]{1,80}");
        }
        try {
            ScrapeQuery.parse(raw, 0, raw.length);
        } catch (ClientException e) {
            assertThat(e).hasMessageMatching("[ -~]{1,80}");
        }
    }

    @Provide
    Arbitrary<AnnounceRequest> requests() {
        return TrackerArbitraries.requests();
    }

    @Provide
    Arbitrary<List<InfoHash>> hashes() {
        return TrackerArbitraries.infoHashes().list().ofMinSize(1).ofMaxSize(64).uniqueElements();
    }
}
