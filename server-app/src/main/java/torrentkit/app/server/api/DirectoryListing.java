package torrentkit.app.server.api;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import torrentkit.app.server.catalogue.FileSource;
import torrentkit.app.server.http.RequestPath;
import torrentkit.app.server.http.Viewer;
import torrentkit.metainfo.InfoHash;

/**
 * The listing as the file system has it at this moment. However long a directory is, no more of it is kept in memory than is asked
 * for; a search looks at a bounded number of files. Names that no URL can ask for are left out.
 */
public final class DirectoryListing implements FileListing {
    private static final int MAX_SEARCHED = 200_000;
    private static final Comparator<String> BY_CODE_POINT = DirectoryListing::compare;

    private final FileSource source;
    private final Function<List<String>, Optional<InfoHash>> known;

    /** @param known the info-hash of what lies at a path, if it is known without looking at it; quick */
    public DirectoryListing(FileSource source, Function<List<String>, Optional<InfoHash>> known) {
        this.source = source;
        this.known = known;
    }

    @Override
    public Optional<Chunk<ListedFile>> list(List<String> directory, Optional<String> after, int limit, Viewer viewer) {
        Path listed = source.root();
        if (!directory.isEmpty()) {
            Optional<FileSource.Located> located = source.find(directory).filter(FileSource.Located::directory);
            if (located.isEmpty() || !viewer.sees(directory)) {
                return Optional.empty();
            }
            listed = located.get().real();
        }
        TreeMap<String, ListedFile> first = new TreeMap<>(BY_CODE_POINT);
        try (DirectoryStream<Path> children = Files.newDirectoryStream(listed)) {
            for (Path child : children) {
                String name = child.getFileName().toString();
                boolean wanted = after.isEmpty() || compare(name, after.get()) > 0;
                if (wanted && (first.size() <= limit || compare(name, first.lastKey()) < 0)) {
                    file(below(directory, name), viewer).ifPresent(file -> first.put(name, file));
                    if (first.size() > limit + 1) {
                        first.pollLastEntry();
                    }
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(Chunk.of(new ArrayList<>(first.values()), limit, ListedFile::name));
    }

    @Override
    public Chunk<ListedFile> search(String text, Optional<String> after, int limit, Viewer viewer) {
        List<String> words = List.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+"));
        TreeMap<String, ListedFile> first = new TreeMap<>(BY_CODE_POINT);
        try {
            Files.walkFileTree(source.root(), new SimpleFileVisitor<>() {
                private int seen;

                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes facts) {
                    if (directory.equals(source.root())) {
                        return FileVisitResult.CONTINUE;
                    }
                    return visitFile(directory, facts);
                }

                @Override
                public FileVisitResult visitFile(Path found, BasicFileAttributes facts) {
                    List<String> names = names(source.root().relativize(found));
                    String path = String.join("/", names);
                    String folded = path.toLowerCase(Locale.ROOT);
                    if (words.stream().allMatch(folded::contains)
                            && (after.isEmpty() || compare(path, after.get()) > 0)
                            && (first.size() <= limit || compare(path, first.lastKey()) < 0)) {
                        file(names, viewer).ifPresent(file -> first.put(path, file));
                        if (first.size() > limit + 1) {
                            first.pollLastEntry();
                        }
                    }
                    return ++seen < MAX_SEARCHED ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path found, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            return new Chunk<>(List.of(), Optional.empty());
        }
        return Chunk.of(new ArrayList<>(first.values()), limit, file -> String.join("/", file.path()));
    }

    private Optional<ListedFile> file(List<String> names, Viewer viewer) {
        boolean canBeAskedFor = RequestPath.names(RequestPath.encode(names))
                .filter(names::equals)
                .isPresent();
        if (!canBeAskedFor || !viewer.sees(names)) {
            return Optional.empty();
        }
        return source.find(names).flatMap(located -> {
            try {
                BasicFileAttributes facts = Files.readAttributes(located.real(), BasicFileAttributes.class);
                OptionalLong size = facts.isDirectory() ? OptionalLong.empty() : OptionalLong.of(facts.size());
                return Optional.of(new ListedFile(
                        names,
                        facts.isDirectory(),
                        size,
                        facts.lastModifiedTime().toInstant(),
                        known.apply(names)));
            } catch (IOException e) {
                return Optional.empty(); // gone meanwhile
            }
        });
    }

    private static List<String> names(Path relative) {
        List<String> names = new ArrayList<>(relative.getNameCount());
        relative.forEach(name -> names.add(name.toString()));
        return names;
    }

    private static List<String> below(List<String> directory, String name) {
        List<String> names = new ArrayList<>(directory);
        names.add(name);
        return names;
    }

    /** By code points, which is also the order of the UTF-8 bytes. */
    private static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; ) {
            int a = one.codePointAt(i);
            int b = other.codePointAt(i);
            if (a != b) {
                return Integer.compare(a, b);
            }
            i += Character.charCount(a);
        }
        return Integer.compare(one.length(), other.length());
    }
}
