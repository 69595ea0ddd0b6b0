package torrentkit.app.client.face.terminal;

import java.util.Comparator;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.history.HistoryEvent.Sample;
import torrentkit.app.client.history.PeerState;

/** The columns of the table of peers, in the order in which they stand. */
enum PeerColumn {
    PEER("Peer", false),
    CLIENT("Client", false),
    STATUS("Status", false),
    PIECE("Piece", true),
    DOWNLOADED("Downloaded", true),
    DOWN("Down/s", true),
    UP("Up/s", true),
    FLAGS("Flags", false);

    private final String title;
    private final boolean number;

    PeerColumn(String title, boolean number) {
        this.title = title;
        this.number = number;
    }

    String title() {
        return title;
    }

    /** Whether its values stand at the right, and the largest one comes first. */
    boolean isNumber() {
        return number;
    }

    /** What a peer has in this column; empty when that is unknown or over. Not clean. */
    String text(PeerState peer) {
        return switch (this) {
            case PEER -> peer.peer();
            case CLIENT -> peer.sample().map(Sample::client).orElse("");
            case STATUS -> peer.status().name().toLowerCase(Locale.ROOT);
            case PIECE ->
                peer.piece().isPresent() && !isGone(peer)
                        ? Integer.toString(peer.piece().getAsInt())
                        : "";
            case DOWNLOADED -> Quantity.shortBytes(peer.downloaded());
            case DOWN -> rate(peer, Sample::downloadRate);
            case UP -> rate(peer, Sample::uploadRate);
            case FLAGS -> isGone(peer) ? "" : peer.sample().map(Sample::flags).orElse("");
        };
    }

    /** The column's usual order; those that are gone come last in any. */
    Comparator<PeerState> order(boolean reversed) {
        Comparator<PeerState> order = switch (this) {
            case PEER -> Comparator.comparing(PeerState::peer);
            case CLIENT -> Comparator.comparing(peer -> text(peer).toLowerCase(Locale.ROOT));
            case STATUS -> Comparator.comparing(peer -> text(peer));
            case PIECE -> Comparator.comparing(peer -> peer.piece().orElse(-1));
            case DOWNLOADED -> Comparator.comparing(PeerState::downloaded);
            case DOWN -> Comparator.comparing(peer -> value(peer, Sample::downloadRate));
            case UP -> Comparator.comparing(peer -> value(peer, Sample::uploadRate));
            case FLAGS -> Comparator.comparing(peer -> text(peer));
        };
        Comparator<PeerState> wanted = number == reversed ? order : order.reversed();
        return Comparator.comparing(PeerColumn::isGone).thenComparing(wanted);
    }

    static boolean isGone(PeerState peer) {
        return peer.status() == PeerState.Status.TERMINATED;
    }

    private static String rate(PeerState peer, ToDoubleFunction<Sample> rate) {
        return isGone(peer) || peer.sample().isEmpty() ? "" : Quantity.shortBytes(value(peer, rate));
    }

    private static double value(PeerState peer, ToDoubleFunction<Sample> rate) {
        return peer.sample().stream().mapToDouble(rate).findFirst().orElse(0);
    }
}
