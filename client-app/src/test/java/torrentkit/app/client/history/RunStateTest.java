package torrentkit.app.client.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunStateTest {
    private static final String NEAR = "192.0.2.1:6881";
    private static final String FAR = "192.0.2.2:6881";

    private final RunState run = new RunState();

    private void tell(HistoryEvent... events) {
        for (HistoryEvent event : events) {
            run.accept(new TimedEvent(Optional.of(0L), Optional.of("aa"), event));
        }
    }

    private TorrentState torrent() {
        return run.torrents().iterator().next();
    }

    private static HistoryEvent begun(int total, int todo, String have) {
        return new HistoryEvent.Initialized("x", total, todo, Optional.empty(), Optional.empty(), Optional.of(have));
    }

    @Test
    void addsUpWhatHappened() {
        Events.run("aa", 0).forEach(run::accept);
        assertThat(torrent().completedPieces()).isEqualTo(4);
        assertThat(torrent().completedBytes()).isEqualTo(16_384 + 14_848 + 16_384);
        assertThat(torrent().refusedPieces()).isEqualTo(1);
        assertThat(torrent().have().cardinality()).isEqualTo(4);
        assertThat(torrent().underway().isEmpty()).isTrue();
        assertThat(torrent().connectedPeers()).isEqualTo(1);
        assertThat(torrent().ended()).isPresent();
    }

    @Test
    void keepsAPeerDownloadingThatTookTheNextPieceBeforeTheLastWasVerified() {
        tell(begun(9, 9, ""), new HistoryEvent.Connected(NEAR), new HistoryEvent.Started(NEAR, 1));
        tell(new HistoryEvent.Started(NEAR, 2), new HistoryEvent.Completed(NEAR, 1, 5));
        PeerState peer = torrent().peers().iterator().next();
        assertThat(peer.status()).isEqualTo(PeerState.Status.DOWNLOADING);
        assertThat(peer.piece()).hasValue(2);
        tell(new HistoryEvent.Completed(NEAR, 2, 5));
        assertThat(peer.status()).isEqualTo(PeerState.Status.FINISHED);
    }

    @Test
    void hasAPieceUnderwayAsLongAsSomebodyIsAtIt() {
        tell(begun(9, 9, ""), new HistoryEvent.Started(NEAR, 1), new HistoryEvent.Started(FAR, 1));
        tell(new HistoryEvent.Terminated(NEAR, Optional.empty()));
        assertThat(torrent().underway().get(1)).isTrue();
        tell(new HistoryEvent.Terminated(FAR, Optional.empty()));
        assertThat(torrent().underway().get(1)).isFalse();
    }

    @Test
    void leavesNobodyAtAPieceThatIsThere() {
        tell(begun(9, 9, ""), new HistoryEvent.Started(NEAR, 1), new HistoryEvent.Started(FAR, 1));
        tell(new HistoryEvent.Completed(NEAR, 1, 5));
        assertThat(torrent().peers())
                .extracting(PeerState::status)
                .containsExactly(PeerState.Status.FINISHED, PeerState.Status.CONNECTED);
        tell(new HistoryEvent.Started(NEAR, 2), new HistoryEvent.Ended(7, "stopped"));
        assertThat(torrent().peers()).noneMatch(peer -> peer.status() == PeerState.Status.DOWNLOADING);
    }

    @Test
    void countsAPieceOnce() {
        tell(begun(9, 8, "0"), new HistoryEvent.Completed(NEAR, 1, 5), new HistoryEvent.Completed(FAR, 1, 5));
        tell(new HistoryEvent.Completed(FAR, 0, 5));
        assertThat(torrent().completedPieces()).isEqualTo(2);
    }

    @Test
    void beginsAnewWhenATorrentDoes() {
        Events.run("aa", 0).forEach(run::accept);
        tell(begun(4, 2, "0-1"));
        assertThat(torrent().completedPieces()).isEqualTo(2);
        assertThat(torrent().have().cardinality()).isEqualTo(2);
        assertThat(torrent().ended()).isEmpty();
        assertThat(torrent().peers()).isEmpty();
    }

    @Test
    void passesOverPiecesThatTheTorrentDoesNotHave() {
        tell(begun(2, 2, ""), new HistoryEvent.Started(NEAR, 7), new HistoryEvent.Completed(NEAR, 7, 1));
        tell(new HistoryEvent.Started(NEAR, -1), new HistoryEvent.Completed(NEAR, -1, 1));
        assertThat(torrent().have().isEmpty()).isTrue();
        assertThat(torrent().underway().isEmpty()).isTrue();
        assertThat(torrent().completedPieces()).isZero();
    }

    @Test
    void boundsTorrentsPeersAndLatestEvents() {
        for (int i = 0; i < 2 * RunState.MAX_TORRENTS; i++) {
            run.accept(new TimedEvent(Optional.empty(), Optional.of("t" + i), begun(1, 1, "")));
        }
        assertThat(run.torrents()).hasSize(RunState.MAX_TORRENTS);
        for (int i = 0; i < 5_000; i++) {
            run.accept(new TimedEvent(Optional.empty(), Optional.of("t0"), new HistoryEvent.Connected("h:" + i)));
        }
        assertThat(torrent().peers()).hasSize(1_000);
        assertThat(run.latest()).hasSize(RunState.MAX_LATEST);
    }

    @Test
    void forgetsPeersThatAreGoneFirst() {
        tell(new HistoryEvent.Connected("gone:1"), new HistoryEvent.Terminated("gone:1", Optional.empty()));
        for (int i = 0; i < 1_000; i++) {
            tell(new HistoryEvent.Connected("h:" + i));
        }
        assertThat(torrent().peers())
                .extracting(PeerState::peer)
                .doesNotContain("gone:1")
                .contains("h:999");
    }

    @Test
    void makesNoTorrentOfWhatBelongsToNone() {
        for (HistoryEvent event : List.of(
                new HistoryEvent.Note("x"),
                new HistoryEvent.Ended(3, "no such file"),
                new HistoryEvent.Result("x.torrent", 3, "no such file", Optional.empty()),
                new HistoryEvent.Exit(3))) {
            run.accept(new TimedEvent(Optional.of(0L), Optional.empty(), event));
        }
        assertThat(run.torrents()).isEmpty();
        assertThat(run.exitCode()).hasValue(3);
    }
}
