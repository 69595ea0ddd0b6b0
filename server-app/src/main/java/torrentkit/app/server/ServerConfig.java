package torrentkit.app.server;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything that can be set, checked, with the defaults of {@code reference.conf} filled in; the meaning of each setting is
 * written there.
 *
 * @param fileSource an existing directory
 * @param webHost address or name
 * @param webPort 0 for any free port
 * @param urlPrefix starts with a slash and does not end in one; or empty
 * @param trackerHost address or name to listen on; empty for every interface
 * @param peerHost address or name to listen on; empty for every interface
 * @param peerPort empty for the first free one of the usual range
 * @param announceHost a name, an IPv4 address or a bare IPv6 address, as a client is told it
 * @param pieceLength bytes; empty for a length by size
 */
record ServerConfig(
        Path fileSource,
        String webHost,
        int webPort,
        String urlPrefix,
        Optional<String> trackerHost,
        int trackerPort,
        boolean trackerOpen,
        Optional<String> peerHost,
        OptionalInt peerPort,
        Optional<String> announceHost,
        boolean privateTorrents,
        OptionalInt pieceLength,
        int uploadSlots,
        int maxPeers,
        int hashingJobs,
        int hashingQueue) {}
