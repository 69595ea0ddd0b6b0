package torrentkit.app.server.config;

import java.util.Optional;
import java.util.OptionalInt;
import torrentkit.peer.RateExemption;

/**
 * The embedded seed.
 *
 * @param host address or name to listen on; empty for every interface
 * @param port empty for the first free one of the usual range
 * @param uploadLimit bytes a second of the whole server, peers and files together; 0 for none
 * @param uploadLimitPerTorrent bytes a second; 0 for none
 * @param uploadLimitPerPeer bytes a second; 0 for none
 * @param exempt peers for which these limits do not hold
 * @param maxCopies of the content of a torrent that are sent before only pieces are given that no peer has; 0 for no limit
 */
public record SeedSettings(
        Optional<String> host,
        OptionalInt port,
        int uploadSlots,
        int maxPeers,
        int maxPeersPerTorrent,
        int maxPeersPerAddress,
        long uploadLimit,
        long uploadLimitPerTorrent,
        long uploadLimitPerPeer,
        RateExemption exempt,
        double maxCopies) {}
