package torrentkit.app.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is served, and how torrents are made of it.
 *
 * @param fileSource an existing directory
 * @param stateDirectory may not exist yet; empty for a temporary one
 * @param pieceLength bytes; empty for a length by size
 * @param hashingThreads empty for one a core
 * @param hashingRate bytes a second; 0 for no limit
 * @param warm globs of paths below the file source
 */
public record ContentSettings(
        Path fileSource,
        Optional<Path> stateDirectory,
        boolean privateTorrents,
        OptionalInt pieceLength,
        boolean webSeed,
        int hashingJobs,
        int hashingQueue,
        OptionalInt hashingThreads,
        long hashingRate,
        List<String> warm,
        Duration rescanInterval) {}
