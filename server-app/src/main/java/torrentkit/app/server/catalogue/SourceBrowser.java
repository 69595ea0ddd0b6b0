package torrentkit.app.server.catalogue;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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

    /** What lies in a directory; empty if there is no such directory. Memory is needed for one page, however many there are. */
    Optional<FilePage> list(List<String> names, String after, int limit, Predicate<List<String>> visible) {
        Optional<Path> directory = source.directory(names);
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        List<ListedFile> files = new ArrayList<>();
        String last = after;
        try {
            while (true) {
                NavigableSet<String> some =
                        namesAfter(directory.get(), last, limit + 1, name -> visible.test(below(names, name)));
                for (String name : some) {
                    if (files.size() == limit) {
                        return Optional.of(new FilePage(files, Optional.of(last)));
                    }
                    last = name;
                    describe(below(names, name), visible).ifPresent(files::add);
                }
                if (some.size() <= limit) {
                    return Optional.of(new FilePage(files, Optional.empty()));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return Optional.empty(); // may not be read, or is gone
        }
    }

    private static List<String> below(List<String> names, String name) {
        List<String> path = new ArrayList<>(names);
        path.add(name);
        return path;
    }

    private static NavigableSet<String> namesAfter(Path directory, String after, int limit, Predicate<String> visible)
            throws IOException {
        NavigableSet<String> names = new TreeSet<>(CodePointOrder.OF_STRINGS);
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                String name = child.getFileName().toString();
                boolean isText = child.getFileSystem().getPath(name).equals(child.getFileName());
                boolean isAmongThem = CodePointOrder.OF_STRINGS.compare(name, after) > 0
                        && (names.size() < limit || CodePointOrder.OF_STRINGS.compare(name, names.last()) < 0);
                if (isText && isAmongThem && visible.test(name)) {
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
        String last = after;
        for (Iterator<String> paths = index.after(after); paths.hasNext(); ) {
            String path = paths.next();
            String lower = path.toLowerCase(Locale.ROOT);
            if (!words.stream().allMatch(lower::contains)) {
                continue;
            }
            if (files.size() == limit) {
                return new FilePage(files, Optional.of(last));
            }
            last = path;
            describe(Catalogue.names(path), visible).ifPresent(files::add);
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
