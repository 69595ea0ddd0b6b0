package torrentkit.downloader.disk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;

/**
 * The symbolic links of a torrent that may be made (BEP 47): those that lead, over other links perhaps, to a file or directory of the
 * same torrent, and not to a directory which they are in. Since all are written relative and none has a part above the top directory,
 * no chain of them leaves it. Pure.
 */
final class Links {
    private static final int MAX_CHAIN = 40;

    private final Map<List<String>, List<String>> links = new HashMap<>();
    private final Set<List<String>> places = new HashSet<>(); // files, directories and links

    Links(Metainfo metainfo) {
        for (FileEntry file : metainfo.files()) {
            if (file.padding()) {
                continue;
            }
            file.symlink().filter(target -> !target.isEmpty()).ifPresent(target -> links.put(file.path(), target));
            if (file.isStored()) {
                places.add(file.path());
            }
            for (int depth = 1; depth < file.path().size(); depth++) {
                places.add(file.path().subList(0, depth));
            }
        }
    }

    /** What the link is to say: a relative path with slashes; nothing when it must not be made. */
    Optional<String> text(FileEntry link) {
        List<String> target = link.symlink().orElseThrow();
        if (target.isEmpty()) {
            return Optional.empty();
        }
        Optional<List<String>> end = follow(target);
        if (end.isEmpty() || isPrefix(end.get(), link.path())) {
            return Optional.empty();
        }
        return Optional.of("../".repeat(link.path().size() - 1) + String.join("/", target));
    }

    /** What is there in the end, without links. */
    private Optional<List<String>> follow(List<String> path) {
        List<String> at = path;
        for (int step = 0; step < MAX_CHAIN; step++) {
            Optional<List<String>> next = throughFirstLink(at);
            if (next.isEmpty()) {
                return Optional.of(at).filter(places::contains);
            }
            at = next.get();
        }
        return Optional.empty();
    }

    private Optional<List<String>> throughFirstLink(List<String> path) {
        for (int depth = 1; depth <= path.size(); depth++) {
            List<String> target = links.get(path.subList(0, depth));
            if (target != null) {
                List<String> next = new ArrayList<>(target);
                next.addAll(path.subList(depth, path.size()));
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    private static boolean isPrefix(List<String> beginning, List<String> path) {
        return beginning.size() <= path.size()
                && path.subList(0, beginning.size()).equals(beginning);
    }
}
