package torrentkit.app.client.history.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.client.command.JsonResult;
import torrentkit.app.client.console.DisplayText;
import torrentkit.app.client.history.HistoryFile;
import torrentkit.app.client.history.HistoryReader;
import torrentkit.app.client.history.RunChoice;

class RunAnalyzerTest {
    private static final String BARS = "12345678";

    /** A fast and a slow peer, a wrong hash, a pause of two seconds, and a last piece that both take. */
    private static final String RECORD = """
            {"type":"initialized","time":1000000,"name":"a <b>","total":6,"todo":4,"totalBytes":6000,"pieceLength":1000,"have":"0-1"}
            {"type":"connected","time":1000000,"peer":{"address":"192.0.2.1","port":1}}
            {"type":"connected","time":1000000,"peer":{"address":"192.0.2.2","port":2}}
            {"type":"started","time":1001000,"peer":{"address":"192.0.2.1","port":1},"piece":2}
            {"type":"started","time":1001000,"peer":{"address":"192.0.2.2","port":2},"piece":3}
            {"type":"completed","time":1002000,"peer":{"address":"192.0.2.1","port":1},"piece":2,"size":1000}
            {"type":"progress","time":1002000,"phase":"downloading","downloaded":2000,"wasted":0,"bottleneck":"NETWORK"}
            {"type":"progress","time":1003000,"phase":"downloading","downloaded":2000,"wasted":0,"bottleneck":"NO_PEERS"}
            {"type":"refused","time":1005000,"peer":{"address":"192.0.2.2","port":2},"piece":3}
            {"type":"progress","time":1007000,"phase":"downloading","downloaded":3000,"wasted":1000,"bottleneck":"NO_PEERS"}
            {"type":"started","time":1007000,"peer":{"address":"192.0.2.1","port":1},"piece":3}
            {"type":"completed","time":1008000,"peer":{"address":"192.0.2.1","port":1},"piece":3,"size":1000}
            {"type":"started","time":1008000,"peer":{"address":"192.0.2.1","port":1},"piece":4}
            {"type":"started","time":1008000,"peer":{"address":"192.0.2.2","port":2},"piece":5}
            {"type":"completed","time":1009000,"peer":{"address":"192.0.2.1","port":1},"piece":4,"size":1000}
            {"type":"started","time":1009000,"peer":{"address":"192.0.2.1","port":1},"piece":5}
            {"type":"completed","time":1010000,"peer":{"address":"192.0.2.1","port":1},"piece":5,"size":1000}
            {"type":"progress","time":1010000,"phase":"complete","downloaded":5500,"uploaded":77,"wasted":1500}
            {"type":"ended","time":1010000,"code":0,"text":"done"}
            {"type":"progress","time":9010000,"phase":"complete","downloaded":5500,"uploaded":99,"wasted":1500}
            """;

    @TempDir
    Path directory;

    private List<TorrentFigures> analyze(String record) throws Exception {
        return analyze(record, "last");
    }

    private List<TorrentFigures> analyze(String record, String runs) throws Exception {
        HistoryFile file = HistoryFile.scan(Files.writeString(directory.resolve("h.log"), record), () -> false);
        try (HistoryReader reader = file.read(RunChoice.parse(runs).in(file))) {
            return RunAnalyzer.of(reader, () -> false).figures();
        }
    }

    private static PeerFigures peer(TorrentFigures torrent, String address) {
        return torrent.peers().stream()
                .filter(peer -> peer.peer().equals(address))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void addsUpADownload() throws Exception {
        TorrentFigures torrent = analyze(RECORD).get(0);
        assertThat(torrent.completedPieces()).isEqualTo(4);
        assertThat(torrent.completedBytes()).isEqualTo(4_000);
        assertThat(torrent.tookMillis()).isEqualTo(10_000);
        assertThat(torrent.averageRate()).isEqualTo(400);
        assertThat(torrent.wastedBytes()).hasValue(1_500);
        assertThat(torrent.uploadedBytes()).isEqualTo(99);
        assertThat(torrent.firstPieceMillis()).hasValue(2_000);
        assertThat(torrent.code()).hasValue(0);
    }

    @Test
    void tellsWhenNobodyWasAtWork() throws Exception {
        assertThat(analyze(RECORD).get(0).idleMillis()).isEqualTo(1_000 + 2_000);
    }

    @Test
    void tellsHowBusyPeersWere() throws Exception {
        TorrentFigures torrent = analyze(RECORD).get(0);
        PeerFigures fast = peer(torrent, "192.0.2.1:1");
        assertThat(fast.pieces()).isEqualTo(4);
        assertThat(fast.busyMillis()).isEqualTo(4_000);
        assertThat(fast.idleMillis()).isEqualTo(6_000);
        assertThat(fast.rate()).hasValue(1_000);
        PeerFigures slow = peer(torrent, "192.0.2.2:2");
        assertThat(slow.pieces()).isZero();
        assertThat(slow.busyMillis()).isEqualTo(4_000 + 2_000);
        assertThat(slow.refused()).isEqualTo(1);
        assertThat(slow.abandoned()).isEqualTo(1);
        assertThat(torrent.slowestPeers()).containsExactly(slow, fast);
    }

    @Test
    void findsTheEndgame() throws Exception {
        assertThat(analyze(RECORD).get(0).endgame()).contains(new TorrentFigures.Endgame(8_000, 2_000, 2, 1, 1, 500));
    }

    @Test
    void knowsNoEndgameOfADownloadThatDidNotEnd() throws Exception {
        String part = RECORD.lines().limit(15).reduce("", (all, line) -> all + line + "\n");
        TorrentFigures torrent = analyze(part).get(0);
        assertThat(torrent.endgame()).isEmpty();
        assertThat(torrent.code()).isEmpty();
        assertThat(torrent.tookMillis()).isEqualTo(9_000);
    }

    @Test
    void namesRefusedPiecesAndLimits() throws Exception {
        TorrentFigures torrent = analyze(RECORD).get(0);
        assertThat(torrent.refusals()).containsExactly(new TorrentFigures.Refusal("192.0.2.2:2", 3, 5_000));
        assertThat(torrent.bottlenecks()).containsExactly(entry("NO_PEERS", 4_000L + 3_000L), entry("NETWORK", 1_000L));
    }

    @Test
    void spreadsThroughputOverTheTimeThatPiecesTook() throws Exception {
        TorrentFigures torrent = analyze(RECORD).get(0);
        assertThat(torrent.columnMillis()).isEqualTo(100);
        assertThat(torrent.throughput()).hasSize(100);
        assertThat(torrent.throughput().get(5)).isZero();
        assertThat(torrent.throughput().get(15)).isEqualTo(1_000);
        double all = torrent.throughput().stream().mapToDouble(rate -> rate).sum() / 10;
        assertThat(all).isBetween(3_999.9, 4_000.1);
    }

    @Test
    void analyzesOldRecordsWithoutTimes() throws Exception {
        TorrentFigures torrent =
                analyze(RECORD.replaceAll("\"time\":\\d+,", "")).get(0);
        assertThat(torrent.isTimed()).isFalse();
        assertThat(torrent.completedBytes()).isEqualTo(4_000);
        assertThat(torrent.tookMillis()).isZero();
        assertThat(peer(torrent, "192.0.2.1:1").pieces()).isEqualTo(4);
        assertThat(AnalysisText.lines(torrent, ZoneOffset.UTC, BARS))
                .contains("Times:         unknown: the record has no time stamps");
        assertThat(AnalysisSvg.of(List.of(torrent)))
                .contains("the record has no time stamps")
                .doesNotContain("NaN");
    }

    @Test
    void letsTimeNeverGoBack() throws Exception {
        TorrentFigures torrent =
                analyze(RECORD.replace("\"time\":1007000", "\"time\":7000")).get(0);
        assertThat(torrent.tookMillis()).isEqualTo(10_000);
        assertThat(torrent.peers()).allMatch(peer -> peer.busyMillis() >= 0 && peer.idleMillis() >= 0);
    }

    @Test
    void survivesTimesThatCannotBe() throws Exception {
        TorrentFigures torrent = analyze(RECORD.replace("\"time\":1009000", "\"time\":253402300799999"))
                .get(0);
        assertThat(torrent.throughput().size()).isLessThanOrEqualTo(Series.MAX_COLUMNS);
        assertThat(AnalysisSvg.of(List.of(torrent)).length()).isLessThan(100_000);
        assertThat(AnalysisText.lines(torrent, ZoneOffset.UTC, BARS)).isNotEmpty();
    }

    @Test
    void tellsOfEachDownloadOfARunThatTriedAgain() throws Exception {
        assertThat(analyze(RECORD + RECORD, "all")).hasSize(2);
        String marked = (RECORD + RECORD).replace("\"type\"", "\"run\":\"x\",\"type\"");
        assertThat(analyze(marked)).hasSize(2).allMatch(torrent -> torrent.run() == 1);
    }

    @Test
    void boundsTheNumberOfDownloads() throws Exception {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < RunAnalyzer.MAX_TORRENTS + 5; i++) {
            many.append("{\"type\":\"initialized\",\"torrent\":\"t").append(i).append("\",\"total\":1,\"todo\":1}\n");
        }
        assertThat(analyze(many.toString())).hasSize(RunAnalyzer.MAX_TORRENTS);
    }

    @Test
    void writesTextOfEightyColumns() throws Exception {
        List<String> lines = AnalysisText.lines(analyze(RECORD).get(0), ZoneOffset.UTC, BARS);
        assertThat(lines)
                .contains(
                        "Run 1: a <b>",
                        "Pieces:        4 of 4 missing pieces completed, 2 were there already",
                        "Began:         1970-01-01 00:16:40, took 10.0 s",
                        "Ended:         well: done",
                        "Hash failures: 1, first piece 3 from 192.0.2.2:2")
                .allMatch(line -> DisplayText.width(line) <= 80);
    }

    @Test
    void drawsWithoutMarkupFromOutside() throws Exception {
        String hostile = RECORD.replace("a <b>", "\\u202e<script>alert(1)</script>\\u0000&'\\\"");
        String svg = AnalysisSvg.of(analyze(hostile));
        assertThat(svg).doesNotContain("<script", "\u202e", "\0").contains("&lt;script&gt;");
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void writesJsonWithWhatIsKnown() throws Exception {
        HistoryFile file = new HistoryFile(Path.of("h.log"), 0, 3, 3);
        List<TorrentFigures> torrents = analyze(RECORD);
        assertThat(JsonResult.line(json -> AnalysisJson.write(json, file, torrents)))
                .startsWith(
                        "{\"file\":\"h.log\",\"runs\":3,\"downloads\":[{\"run\":1,\"name\":\"a <b>\",\"total\":6,\"todo\":4,")
                .contains(
                        "\"wasted\":1500,\"hashFailures\":1,",
                        "\"idle\":3000,",
                        "\"limitedBy\":{\"NO_PEERS\":7000,\"NETWORK\":1000}",
                        "\"endgame\":{\"from\":8000,\"took\":2000,\"pieces\":2,\"shared\":1,\"duplicates\":1,\"wasted\":500}",
                        "\"slowestPeers\":[\"192.0.2.2:2\",\"192.0.2.1:1\"]");
    }
}
