package torrentkit.app.server.catalogue;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import torrentkit.content.Content;
import torrentkit.metainfo.InfoHash;

/** Lists and finds files for people to choose from. Examines files and opens none; blocks. */
final class SourceBrowser {
    /** So that many files which cannot be told of do not cost a look at the directory each. */
    private static final int LEAST_AT_ONCE = 256;

    private final FileSource source;
    private final HashedContents contents;
    private final Served served;
    private final SourceIndex index;

    SourceBrowser(FileSource source, HashedContents contents, Served served, SourceIndex index) {
        this.source = source;
        this.contents = contents;
        this.served = served;
        this.index = index;
    }

    /** As {@link Catalogue#showsAll}. */
    boolean showsAll(List<String> names, Predicate<List<String>> visible) {
        Optional<FileSource.Located> located = source.find(names);
        if (located.isEmpty() || !visible.test(names)) {
            return false;
        }
        if (!located.get().directory()) {
            return true;
        }
        Path directory = located.get().real();
        boolean[] all = {true};
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
                    all[0] = !facts.isRegularFile() || visible.test(below(names, directory.relativize(file)));
                    return all[0] ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE; // whoever makes the torrent will say so
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            return false;
        }
        return all[0];
    }

    private static List<String> below(List<String> names, Path path) {
        List<String> joined = new ArrayList<>(names);
        path.forEach(name -> joined.add(name.toString()));
        return joined;
    }

    private static List<String> child(List<String> names, String name) {
        List<String> joined = new ArrayList<>(names);
        joined.add(name);
        return joined;
    }

    /** What lies in a directory; empty if there is no such directory. Memory is needed for one page, however many there are. */
    Optional<FilePage> list(List<String> names, String after, int limit, Predicate<List<String>> visible) {
        Optional<Path> directory = source.directory(names);
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        List<ListedFile> files = new ArrayList<>();
        String last = after;
        int atOnce = Math.max(limit + 1, LEAST_AT_ONCE);
        try {
            while (true) {
                NavigableSet<String> some =
                        namesAfter(directory.get(), last, atOnce, name -> visible.test(child(names, name)));
                for (String name : some) {
                    Optional<ListedFile> file = describe(child(names, name), visible);
                    if (file.isPresent() && files.size() == limit) { // else a next page would tell of what is hidden
                        return Optional.of(new FilePage(
                                files, Optional.of(files.get(limit - 1).name())));
                    }
                    file.ifPresent(files::add);
                    last = name;
                }
                if (some.size() < atOnce) {
                    return Optional.of(new FilePage(files, Optional.empty()));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return Optional.empty(); // may not be read, or is gone
        }
    }

    private static NavigableSet<String> namesAfter(Path directory, String after, int limit, Predicate<String> visible)
            throws IOException {
        NavigableSet<String> names = new TreeSet<>(CodePointOrder.OF_STRINGS);
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                String name = child.getFileName().toString();
                boolean isText = child.getFileSystem().getPath(name).equals(child.getFileName());
                boolean isFirst = names.size() < limit || CodePointOrder.OF_STRINGS.compare(name, names.last()) < 0;
                if (isText && isFirst && CodePointOrder.OF_STRINGS.compare(name, after) > 0 && visible.test(name)) {
                    names.add(name);
                    if (names.size() > limit) {
                        names.pollLast();
                    }
                }
            }
        }
        return names;
    }

    /** Files whose paths hold every word of the text, in whatever case. */
    FilePage search(String text, String after, int limit, Predicate<List<String>> visible) {
        List<String> words = List.of(text.toLowerCase(Locale.ROOT).strip().split("\\s+"));
        List<ListedFile> files = new ArrayList<>();
        for (Iterator<String> paths = index.after(after); paths.hasNext(); ) {
            String path = paths.next();
            String lower = path.toLowerCase(Locale.ROOT);
            if (!words.stream().allMatch(lower::contains)) {
                continue;
            }
            Optional<ListedFile> file = describe(Catalogue.names(path), visible);
            if (file.isPresent() && files.size() == limit) {
                return new FilePage(
                        files, Optional.of(String.join("/", files.get(limit - 1).names())));
            }
            file.ifPresent(files::add);
        }
        return new FilePage(files, Optional.empty());
    }

    private Optional<ListedFile> describe(List<String> names, Predicate<List<String>> visible) {
        if (!visible.test(names)) {
            return Optional.empty();
        }
        return source.find(names).flatMap(located -> {
            try {
                BasicFileAttributes facts =
                        Files.readAttributes(located.real(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                return Optional.of(new ListedFile(
                        names,
                        located.directory(),
                        located.directory() ? 0 : facts.size(),
                        facts.lastModifiedTime().toInstant(),
                        infoHash(located)));
            } catch (IOException e) {
                return Optional.empty(); // gone since
            }
        });
    }

    private Optional<InfoHash> infoHash(FileSource.Located located) {
        Optional<InfoHash> known = contents.infoHash(located.requested());
        if (known.isEmpty() || located.directory()) {
            return known;
        }
        return contents.load(located.requested())
                .filter(content -> served.isCurrent(located, content))
                .map(Content::metainfo)
                .map(metainfo -> metainfo.infoHash());
    }
}
