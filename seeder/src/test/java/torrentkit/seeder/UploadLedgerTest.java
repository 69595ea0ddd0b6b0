package torrentkit.seeder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import torrentkit.metainfo.InfoHash;

class UploadLedgerTest {
    private final UploadLedger ledger = new UploadLedger();

    private static InfoHash torrent(int number) {
        return InfoHash.of(ByteBuffer.allocate(InfoHash.LENGTH).putInt(number).array());
    }

    @Test
    void addsUpEachTorrentAndAll() {
        ledger.add(torrent(1), 10);
        ledger.add(torrent(2), 5);
        ledger.add(torrent(1), 10);
        assertThat(ledger.of(torrent(1))).isEqualTo(20);
        assertThat(ledger.of(torrent(2))).isEqualTo(5);
        assertThat(ledger.of(torrent(3))).isZero();
        assertThat(ledger.total()).isEqualTo(25);
    }

    @Test
    void forgetsWhoWasSentLongestAgo() {
        for (int i = 0; i < UploadLedger.MAX_TORRENTS; i++) {
            ledger.add(torrent(i), 1);
        }
        ledger.add(torrent(0), 1);
        ledger.add(torrent(-1), 1);
        assertThat(ledger.of(torrent(0))).isEqualTo(2);
        assertThat(ledger.of(torrent(1))).isZero();
        assertThat(ledger.of(torrent(-1))).isEqualTo(1);
        assertThat(ledger.total()).isEqualTo(UploadLedger.MAX_TORRENTS + 2);
    }
}
