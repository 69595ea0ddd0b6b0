package torrentkit.app.server.catalogue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import torrentkit.metainfo.InfoHash;

/**
 * Which paths have a torrent, and which paths a torrent has, in memory: some 300 bytes a path. A path is its names joined by
 * slashes. Thread-safe; the lock guards both tables and nothing else.
 */
final class ServedPaths {
    private final NavigableMap<String, InfoHash> byPath = new TreeMap<>(CodePointOrder.OF_STRINGS);
    private final Map<InfoHash, Object> byInfoHash = new HashMap<>(); // a String, or the SamePaths of several

    private static final class SamePaths extends ArrayList<String> {
        private static final long serialVersionUID = 1;
    }

    synchronized void put(String path, InfoHash infoHash) {
        InfoHash before = byPath.put(path, infoHash);
        if (infoHash.equals(before)) {
            return;
        }
        if (before != null) {
            unlink(path, before);
        }
        Object same = byInfoHash.get(infoHash);
        if (same == null) {
            byInfoHash.put(infoHash, path);
        } else if (same instanceof SamePaths paths) {
            paths.add(path);
        } else {
            SamePaths paths = new SamePaths();
            paths.add((String) same);
            paths.add(path);
            byInfoHash.put(infoHash, paths);
        }
    }

    synchronized void remove(String path, InfoHash infoHash) {
        if (byPath.remove(path, infoHash)) {
            unlink(path, infoHash);
        }
    }

    private void unlink(String path, InfoHash infoHash) {
        Object same = byInfoHash.get(infoHash);
        if (same instanceof SamePaths paths && paths.size() > 1) {
            paths.remove(path);
        } else {
            byInfoHash.remove(infoHash);
        }
    }

    /** The paths of a torrent in the order in which they came to have it. */
    synchronized List<String> paths(InfoHash infoHash) {
        Object same = byInfoHash.get(infoHash);
        if (same == null) {
            return List.of();
        }
        return same instanceof SamePaths paths ? List.copyOf(paths) : List.of((String) same);
    }

    /** Paths that come after another in code point order and pass, with their torrents. */
    synchronized List<Map.Entry<String, InfoHash>> after(String path, int limit, Predicate<String> passes) {
        List<Map.Entry<String, InfoHash>> found = new ArrayList<>();
        for (Map.Entry<String, InfoHash> entry : byPath.tailMap(path, false).entrySet()) {
            if (found.size() == limit) {
                break;
            }
            if (passes.test(entry.getKey())) {
                found.add(Map.entry(entry.getKey(), entry.getValue()));
            }
        }
        return found;
    }

    /** The path itself and all below it that have a torrent. */
    synchronized List<String> atOrBelow(String path) {
        List<String> found = new ArrayList<>();
        if (byPath.containsKey(path)) {
            found.add(path);
        }
        found.addAll(byPath.subMap(path + "/", path + "0").keySet()); // 0 comes right after the slash
        return found;
    }

    /** The torrents of the path itself and of all above it. */
    synchronized List<InfoHash> atOrAbove(String path) {
        List<InfoHash> found = new ArrayList<>();
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            InfoHash infoHash = byPath.get(path.substring(0, end));
            if (infoHash != null) {
                found.add(infoHash);
            }
        }
        return found;
    }

    synchronized boolean contains(String path) {
        return byPath.containsKey(path);
    }

    synchronized List<InfoHash> infoHashes() {
        return List.copyOf(byInfoHash.keySet());
    }

    synchronized List<String> all() {
        return List.copyOf(byPath.keySet());
    }

    synchronized int size() {
        return byPath.size();
    }
}
