package torrentkit.app.client.download;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.metainfo.InfoHash;

/** Which of a run's sources fetches which torrent to where, so that no two get in each other's way. Thread-safe. */
final class Claims {
    private final List<String> sources;
    private final Map<InfoHash, Integer> torrents = new HashMap<>();
    private final Map<Path, Integer> targets = new HashMap<>();

    Claims(List<String> sources) {
        this.sources = sources;
    }

    /** The place of this source among those of the run, the first if it was named several times. */
    int indexOf(String source) {
        return sources.indexOf(source);
    }

    /** The source that has this torrent already, if it is not this one; otherwise this one has it from now on. */
    synchronized OptionalInt torrent(InfoHash infoHash, int source) {
        Integer first = torrents.putIfAbsent(infoHash, source);
        return first == null || first == source ? OptionalInt.empty() : OptionalInt.of(first);
    }

    /** @throws Failure if another source of this run puts its content there */
    synchronized void target(Path target, int source) {
        Integer first = targets.putIfAbsent(target.toAbsolutePath().normalize(), source);
        if (first != null && first != source) {
            throw new Failure(
                    ExitCode.IN_USE,
                    target + " is where the content of " + sources.get(first)
                            + " goes in this run. Download one of them into another directory with -d.");
        }
    }
}
