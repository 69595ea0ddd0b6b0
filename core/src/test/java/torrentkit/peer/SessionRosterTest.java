package torrentkit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;
import torrentkit.wire.PeerId;

class SessionRosterTest {
    private static final PeerId SMALL = PeerId.of("-AA0000-000000000000".getBytes());
    private static final PeerId GREAT = PeerId.of(
            new byte[] {-1, -2, -3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}); // its bytes count as unsigned

    private final List<PeerChannel> channels = new ArrayList<>();

    @AfterEach
    void close() {
        channels.forEach(PeerChannel::finishAndReleaseAll);
    }

    private PeerSession session(PeerId remote, boolean dialled) {
        PeerChannel channel = new PeerChannel();
        channels.add(channel);
        return new RecordedHalves(channel.connection(true, remote, dialled), TorrentLayout.of(10, 10), new Bitfield(1))
                .session;
    }

    @Test
    void refusesASecondConnectionOfTheSameDirection() {
        for (boolean dialled : new boolean[] {true, false}) {
            SessionRoster roster = new SessionRoster(SMALL);
            PeerSession first = session(GREAT, dialled);
            assertThat(roster.add(first)).isTrue();
            assertThat(roster.add(session(GREAT, dialled))).isFalse();
            assertThat(roster.all()).containsExactly(first);
            assertThat(first.connection().isOpen()).isTrue();
        }
    }

    /** Whatever the order in which each side sees the two connections. */
    @Test
    void bothSidesKeepTheConnectionThatTheGreaterIdOpened() {
        for (boolean dialledFirst : new boolean[] {true, false}) {
            SessionRoster atGreat = new SessionRoster(GREAT);
            assertKeeps(atGreat, session(SMALL, dialledFirst), session(SMALL, !dialledFirst), true);
            SessionRoster atSmall = new SessionRoster(SMALL);
            assertKeeps(atSmall, session(GREAT, dialledFirst), session(GREAT, !dialledFirst), false);
        }
    }

    private static void assertKeeps(SessionRoster roster, PeerSession first, PeerSession second, boolean dialled) {
        assertThat(roster.add(first)).isTrue();
        boolean secondWins = second.connection().dialled() == dialled;
        assertThat(roster.add(second)).isEqualTo(secondWins);
        assertThat(roster.all()).containsExactly(secondWins ? second : first);
        assertThat(first.connection().isOpen()).isEqualTo(!secondWins);
    }

    @Test
    void removingAReplacedSessionLeavesItsSuccessor() {
        SessionRoster roster = new SessionRoster(GREAT);
        PeerSession replaced = session(SMALL, false);
        PeerSession successor = session(SMALL, true);
        roster.add(replaced);
        roster.add(successor);
        roster.remove(replaced);
        assertThat(roster.all()).containsExactly(successor);
        roster.remove(successor);
        assertThat(roster.size()).isZero();
    }

    @Test
    void aClosedRosterHangsUpAndAdmitsNobody() {
        SessionRoster roster = new SessionRoster(SMALL);
        PeerSession session = session(GREAT, true);
        roster.add(session);
        roster.close("the test is over");
        assertThat(session.connection().isOpen()).isFalse();
        assertThat(session.connection().closeReason()).hasValue("the test is over");
        assertThat(roster.add(session(PeerId.random(), true))).isFalse();
    }
}
