package torrentkit.app.server.catalogue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;

/**
 * The paths of all files of the source, to search in: a compact list, and the few changes since it was made, which now and then are
 * worked into it. Holds at most {@link #MAX_BYTES} and says when that was not enough. Thread-safe; the lock is held only to take or
 * note changes, never while somebody searches.
 */
final class SourceIndex {
    /** Bytes of memory for the list. While it is replaced, there are two. */
    static final long MAX_BYTES = 64 << 20;

    private static final int MAX_CHANGES = 4_096;

    private PathList list = PathList.EMPTY;
    private NavigableSet<String> added = new TreeSet<>(CodePointOrder.OF_STRINGS);
    private Set<String> removed = new HashSet<>();
    private boolean complete = true;

    /** Puts another list in place of everything. */
    synchronized void replace(PathList paths, boolean isComplete) {
        list = paths;
        added = new TreeSet<>(CodePointOrder.OF_STRINGS);
        removed = new HashSet<>();
        complete = isComplete;
    }

    /** There is a file. */
    synchronized void add(String path) {
        removed.remove(path);
        if (!list.contains(path)) {
            added.add(path);
        }
        workInManyChanges();
    }

    /** There is neither this file nor anything below it. */
    synchronized void removeAtOrBelow(String path) {
        List<String> gone = new ArrayList<>();
        if (list.contains(path)) {
            gone.add(path);
        }
        for (Iterator<String> below = list.from(path + "/"); below.hasNext(); ) {
            String next = below.next();
            if (!next.startsWith(path + "/")) {
                break;
            }
            gone.add(next);
        }
        removed.addAll(gone);
        added.remove(path);
        added.subSet(path + "/", path + "0").clear(); // 0 comes right after the slash
        workInManyChanges();
    }

    private void workInManyChanges() {
        if (added.size() + removed.size() <= MAX_CHANGES) {
            return;
        }
        PathList.Builder all = new PathList.Builder(MAX_BYTES);
        boolean fits = true;
        for (Iterator<String> paths = new Merge(list.from(""), added.iterator(), removed); fits && paths.hasNext(); ) {
            fits = all.add(paths.next());
        }
        replace(all.build(), complete && fits);
    }

    /** Paths that come after this one, as they are now, in code point order. */
    Iterator<String> after(String path) {
        PathList base;
        NavigableSet<String> more;
        Set<String> fewer;
        synchronized (this) {
            base = list;
            more = new TreeSet<>(added.tailSet(path, false));
            fewer = new HashSet<>(removed);
        }
        fewer.add(path);
        return new Merge(base.from(path), more.iterator(), fewer);
    }

    synchronized int size() {
        return list.size() + added.size() - removed.size();
    }

    /** Whether it has every file. */
    synchronized boolean isComplete() {
        return complete;
    }

    /** Both in their order, but for some of the first. */
    private static final class Merge implements Iterator<String> {
        private final Iterator<String> base;
        private final Iterator<String> more;
        private final Set<String> fewer;
        private String nextOfBase;
        private String nextOfMore;

        Merge(Iterator<String> base, Iterator<String> more, Set<String> fewer) {
            this.base = base;
            this.more = more;
            this.fewer = fewer;
            advanceBase();
            advanceMore();
        }

        private void advanceBase() {
            do {
                nextOfBase = base.hasNext() ? base.next() : null;
            } while (nextOfBase != null && fewer.contains(nextOfBase));
        }

        private void advanceMore() {
            nextOfMore = more.hasNext() ? more.next() : null;
        }

        @Override
        public boolean hasNext() {
            return nextOfBase != null || nextOfMore != null;
        }

        @Override
        public String next() {
            String next;
            if (nextOfMore != null
                    && (nextOfBase == null || CodePointOrder.OF_STRINGS.compare(nextOfMore, nextOfBase) < 0)) {
                next = nextOfMore;
                advanceMore();
            } else if (nextOfBase != null) {
                next = nextOfBase;
                advanceBase();
            } else {
                throw new NoSuchElementException();
            }
            return next;
        }
    }
}
