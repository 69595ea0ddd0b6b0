package torrentkit.seeder;

import java.net.InetSocketAddress;

/**
 * A connected peer of a served torrent, as it was a moment ago.
 *
 * @param client name and version of its software as far as it told, without control characters; anybody may claim anything
 * @param pieces how many pieces it has, as far as it told
 * @param uploadedBytes bytes of blocks sent to it over this connection
 * @param uploadRate bytes per second, of the last few seconds
 * @param choked whether we do not answer its requests at the moment
 * @param interested whether it wants something from us
 * @param complete whether it has every piece
 */
public record PeerStatus(
        InetSocketAddress address,
        String client,
        int pieces,
        long uploadedBytes,
        double uploadRate,
        boolean choked,
        boolean interested,
        boolean complete) {}
