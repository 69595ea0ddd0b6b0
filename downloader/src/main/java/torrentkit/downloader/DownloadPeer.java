package torrentkit.downloader;

import java.net.InetSocketAddress;
import java.util.OptionalInt;

/**
 * A connected peer of a download, at one moment.
 *
 * @param client its name and version as it told or as its peer id says, without control characters; anybody may claim anything
 * @param dialled whether we connected to it
 * @param pieces that it has
 * @param piece that its worker is at; empty when it has no work
 * @param downloadedBytes of blocks that it sent
 * @param uploadedBytes of blocks that we sent to it
 * @param downloadRate bytes a second over the last few seconds
 * @param uploadRate bytes a second over the last few seconds
 * @param interested whether we want something that it has
 * @param chokesUs whether it lets us not ask
 * @param interestedInUs whether it wants something that we have
 * @param choked whether we let it not ask
 * @param complete whether it has everything
 */
public record DownloadPeer(
        InetSocketAddress address,
        String client,
        boolean dialled,
        int pieces,
        OptionalInt piece,
        long downloadedBytes,
        long uploadedBytes,
        double downloadRate,
        double uploadRate,
        boolean interested,
        boolean chokesUs,
        boolean interestedInUs,
        boolean choked,
        boolean complete) {}
