package torrentkit.tracker.swarm;

import java.net.InetAddress;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.SwarmTraffic;

/**
 * The peers of every swarm that a tracker knows. Whether a torrent may be tracked at all is not decided here.
 *
 * <p>Duties of an implementation, which {@code SwarmStoreContract} checks:
 *
 * <ul>
 *   <li>A peer is its address and port. Nobody can change or remove an entry from another address; the peer id is only carried
 *       along. The same peer at another port is another entry, and the old one expires.
 *   <li>An announce with {@code left = 0} makes the peer a seeder, any other makes it none; {@code stopped} removes it; a port of
 *       0 is answered but not entered.
 *   <li>The answer names at most {@code numWant} different peers, never the asker, and to a seeder no seeders. Within a zone each
 *       other peer is equally likely, and the cost depends on {@code numWant}, not on the size of the swarm. Idle leechers, which
 *       have moved nothing for three announces, are named only when there are too few others.
 *   <li>Where there are {@link Zones}, most peers in an answer are of the asker's zone, and a guaranteed share is of others.
 *   <li>Whoever has not announced by the end of the interval that it was told, and a margin, is neither named nor counted until it
 *       announces again.
 *   <li>Peers at a loopback address are named only to askers at a loopback address: nobody else could reach them.
 *   <li>A peer that has not announced for the store's lifetime is gone after the next {@link #expire}.
 *   <li>Swarms, peers in a swarm and entries of one address in a swarm have upper bounds; loopback addresses are free of the last.
 *       A peer that finds no room is answered but not entered.
 *   <li>The traffic of a swarm grows by what a peer's totals grew since its last announce, if that is plausible; the announce by
 *       which a peer enters counts for nothing. It lives as long as the count of completions.
 * </ul>
 */
public interface SwarmStore {
    /**
     * Enters, renews or removes a peer and chooses others for it.
     *
     * @param request the announce; its own {@code ip} and {@code numWant} are not looked at
     * @param address the peer's address, as far as the tracker believes it
     * @throws torrentkit.tracker.ClientException when the swarm would be one too many
     */
    SwarmView announce(AnnounceRequest request, InetAddress address, Wish wish);

    /**
     * Enters, renews or removes a peer and chooses others for it, in a swarm without an origin.
     *
     * @param request the announce; its own {@code ip} and {@code numWant} are not looked at
     * @param address the peer's address, as far as the tracker believes it
     * @param numWant the most peers to name, at least 0
     * @param ownFamily whether only peers of the address's own family are of use, as in a UDP answer
     * @throws torrentkit.tracker.ClientException when the swarm would be one too many
     */
    default SwarmView announce(AnnounceRequest request, InetAddress address, int numWant, boolean ownFamily) {
        return announce(request, address, new Wish(numWant, ownFamily, false));
    }

    /** From now on these zones count, for the peers already here too. */
    void zones(Zones zones);

    /** The size of a swarm; {@link SwarmCounts#NONE} when there is none. */
    SwarmCounts counts(InfoHash infoHash);

    /** How many peers at this address, each with its port, lack something. Those that are silent do not count. */
    int leechers(InfoHash infoHash, InetAddress address);

    /** What the peers of a swarm said they have moved; {@link SwarmTraffic#NONE} when there is none. */
    SwarmTraffic traffic(InfoHash infoHash);

    /** What the peers of all swarms, forgotten ones too, said they have moved. */
    SwarmTraffic traffic();

    /** Drops one peer, as if it had said that it leaves, but for its traffic. */
    void drop(InfoHash infoHash, InetAddress address, int port);

    /** Forgets a swarm and everybody in it. */
    void remove(InfoHash infoHash);

    /**
     * Drops peers that have been silent for too long, and swarms without peers, except that the count of completions and the
     * traffic outlive the last peer by a day.
     */
    void expire();
}
