package torrentkit.tracker.swarm;

import java.util.Arrays;
import java.util.Random;
import torrentkit.tracker.PeerList;

/**
 * Whom a peer is told of: those that can help it, a leecher of leechers and seeders, a seeder of leechers. How much somebody has, or
 * lacks, does not matter: connections carry both ways, and who has nothing yet needs to be met as much as who has everything.
 *
 * <p>Where there are zones, most are of the asker's own: one in {@link #ACROSS} of the answer is of other zones, and more where the
 * own zone has so few that fewer than {@link #FEW} would be named. So every peer knows some of other zones, and the swarm stays in
 * one piece. Idle peers are named when there are no others.
 */
final class PeerChoice {
    /** Who is told of so many has enough to begin with. */
    static final int FEW = 8;
    /** The share of other zones: one of so many. */
    static final int ACROSS = 5;

    private static final byte[] NONE = {};

    private final Swarm.Asker asker;
    private final Random random;
    private final int first;

    PeerChoice(Swarm.Asker asker, Random random) {
        this.asker = asker;
        this.random = random;
        this.first = asker.noSeeds() ? PeerTable.LEECHER : PeerTable.SEEDER;
    }

    PeerList ofOwnFamily(int want) {
        Choice choice = choose(asker.family(), want, false);
        return asker.family().width() == PeerList.WIDTH4
                ? PeerList.ofPacked(choice.endpoints(), NONE, NONE)
                : PeerList.ofPacked(NONE, choice.endpoints(), NONE);
    }

    /** Shares the places out between the families in proportion to what each has to offer. */
    PeerList ofBoth(ZonedTable four, ZonedTable six, int want, boolean withIds) {
        int have6 = six.size(first, PeerTable.IDLE);
        if (have6 == 0) {
            Choice choice4 = choose(four, want, withIds);
            return PeerList.ofPacked(choice4.endpoints(), NONE, choice4.ids());
        }
        int have4 = four.size(first, PeerTable.IDLE);
        int want4 = want;
        int want6 = want;
        if (have4 + have6 > want) {
            want6 = (int) ((long) want * have6 / (have4 + have6));
            want4 = want - want6;
        }
        Choice choice4 = choose(four, want4, withIds);
        Choice choice6 = choose(six, want6, withIds);
        byte[] ids4 = choice4.ids();
        byte[] ids6 = choice6.ids();
        byte[] ids = Arrays.copyOf(ids4, ids4.length + ids6.length);
        System.arraycopy(ids6, 0, ids, ids4.length, ids6.length);
        return PeerList.ofPacked(choice4.endpoints(), choice6.endpoints(), ids);
    }

    private Choice choose(ZonedTable tables, int want, boolean withIds) {
        PeerTable own = tables.get(asker.zone());
        int row = tables == asker.family() ? asker.row() : -1;
        int inZone = own == null ? 0 : own.end(PeerTable.IDLE) - own.begin(first);
        int others = tables.size(first, PeerTable.IDLE) - inZone;
        int ofZone = inZone - (row >= 0 && row >= own.begin(first) ? 1 : 0);
        int places = Math.min(want, ofZone + across(ofZone, others, want));
        Choice choice = new Choice(random, tables.width(), asker.loopback(), places, withIds);
        int near = places - across(ofZone, others, want);
        if (near > 0) {
            int active = choice.take(own, own.begin(first), own.end(PeerTable.LEECHER), row, near);
            choice.take(own, own.begin(PeerTable.IDLE), own.end(PeerTable.IDLE), row, near - active);
        }
        if (others > 0) {
            int across = Math.min(across(choice.taken(), others, want), places - choice.taken());
            int active = choice.takeOthers(tables, asker.zone(), first, PeerTable.LEECHER, across);
            choice.takeOthers(tables, asker.zone(), PeerTable.IDLE, PeerTable.IDLE, across - active);
        }
        return choice;
    }

    /**
     * How many peers of other zones are named.
     *
     * @param ofZone how many of the own zone there are
     * @param others how many there are in other zones
     * @param want places
     */
    static int across(int ofZone, int others, int want) {
        int kept = want < 2 ? 0 : Math.min(others, Math.max(1, (want + ACROSS / 2) / ACROSS));
        int near = Math.min(ofZone, want - kept);
        int share = (near + ACROSS - 2) / (ACROSS - 1);
        return Math.min(Math.min(others, want - near), Math.max(share, FEW - near));
    }
}
