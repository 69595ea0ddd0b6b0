package torrentkit.content;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import torrentkit.metainfo.InfoHash;

/**
 * Which contents a {@link ContentCache} holds, by path and by info-hash; one content may lie at several paths. Needs about 200 bytes
 * a content. The lock guards both tables and is never held over anything else.
 */
final class CacheIndex {
    private final Map<CacheKey, CacheKey> byPath = new HashMap<>();
    private final Map<InfoHash, Object> byInfoHash = new HashMap<>(); // a CacheKey, or the Copies of several

    /** Keys with the same info-hash, in the order they came. */
    private static final class Copies extends LinkedHashSet<CacheKey> {
        private static final long serialVersionUID = 1;
    }

    /** Adds the key, or replaces the one with the same path, which is returned. */
    synchronized Optional<CacheKey> put(CacheKey key) {
        CacheKey before = byPath.remove(key); // a map keeps the old key object otherwise
        byPath.put(key, key);
        if (before != null) {
            unlink(before);
        }
        Object same = byInfoHash.get(key.infoHash());
        if (same == null) {
            byInfoHash.put(key.infoHash(), key);
        } else {
            set(same, key.infoHash()).add(key);
        }
        return Optional.ofNullable(before);
    }

    /** Removes this very key; one that has taken its place stays. */
    synchronized boolean remove(CacheKey key) {
        CacheKey found = byPath.get(key);
        if (found == null || !found.infoHash().equals(key.infoHash())) {
            return false;
        }
        byPath.remove(key);
        unlink(found);
        return true;
    }

    private void unlink(CacheKey key) {
        Object same = byInfoHash.get(key.infoHash());
        if (same instanceof CacheKey) {
            byInfoHash.remove(key.infoHash());
        } else {
            Copies keys = set(same, key.infoHash());
            keys.remove(key);
            if (keys.size() == 1) {
                byInfoHash.put(key.infoHash(), keys.iterator().next());
            }
        }
    }

    private Copies set(Object same, InfoHash infoHash) {
        if (same instanceof Copies copies) {
            return copies;
        }
        Copies copies = new Copies();
        copies.add((CacheKey) same);
        byInfoHash.put(infoHash, copies);
        return copies;
    }

    /** The key with the path of this one. */
    synchronized Optional<CacheKey> atPathOf(CacheKey key) {
        return Optional.ofNullable(byPath.get(key));
    }

    /** The first that came of those with this info-hash. */
    synchronized Optional<CacheKey> first(InfoHash infoHash) {
        Object same = byInfoHash.get(infoHash);
        if (same == null) {
            return Optional.empty();
        }
        return Optional.of(
                same instanceof CacheKey only
                        ? only
                        : set(same, infoHash).iterator().next());
    }

    synchronized CacheKey[] keys() {
        return byPath.values().toArray(CacheKey[]::new);
    }

    synchronized boolean holds(InfoHash infoHash) {
        return byInfoHash.containsKey(infoHash);
    }

    synchronized int size() {
        return byPath.size();
    }
}
