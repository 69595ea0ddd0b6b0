package torrentkit.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Opens regular files below a base directory and nothing else. Where the platform can, the path is walked from directory handle to
 * directory handle without following links, so that swapping a link in at any moment does not lead outside; elsewhere the real
 * path is compared before and after opening. FIFOs, sockets and devices are never opened.
 */
final class ContainedFiles {
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> WRITE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> CREATE = Set.of(
            StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);

    private ContainedFiles() {}

    /** Links are followed as long as they stay below the base. */
    static FileChannel openForReading(Path base, Path relative) throws IOException {
        return openReal(base.toRealPath(), base.resolve(relative).toRealPath());
    }

    /** Opens what a real path named a moment ago: a link that has come in the way since is refused. */
    static FileChannel openReal(Path realBase, Path real) throws IOException {
        if (!real.startsWith(realBase)) {
            throw outside(realBase, real);
        }
        return open(realBase, realBase.relativize(real), READ);
    }

    /** Links are refused: whoever writes made the directory, so a link in it is a trap. */
    static FileChannel openForWriting(Path base, Path relative, boolean create) throws IOException {
        if (create) {
            createParents(base, relative);
        }
        return open(base.toRealPath(), relative, create ? CREATE : WRITE);
    }

    private static void createParents(Path base, Path relative) throws IOException {
        if (!Files.isDirectory(base)) {
            Files.createDirectories(base);
        }
        Path directory = base;
        for (int i = 0; i < relative.getNameCount() - 1; i++) {
            directory = directory.resolve(relative.getName(i));
            try {
                Files.createDirectory(directory);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                    throw e;
                }
            }
        }
    }

    private static FileChannel open(Path realBase, Path relative, Set<OpenOption> options) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(realBase)) {
            if (stream instanceof SecureDirectoryStream<Path> directory) {
                return walk(directory, relative, 0, realBase, options);
            }
        } catch (AccessDeniedException e) {
            // A directory may be passed through without the right to list it, which the walk needs.
            return compare(realBase, relative, options);
        }
        return compare(realBase, relative, options);
    }

    private static FileChannel walk(
            SecureDirectoryStream<Path> directory, Path relative, int depth, Path realBase, Set<OpenOption> options)
            throws IOException {
        Path name = relative.getName(depth);
        if (depth < relative.getNameCount() - 1) {
            try (SecureDirectoryStream<Path> below = directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                return walk(below, relative, depth + 1, realBase, options);
            }
        }
        try {
            BasicFileAttributes facts = directory
                    .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            refuseIrregular(facts, realBase, relative);
        } catch (NoSuchFileException e) {
            if (!options.contains(StandardOpenOption.CREATE)) {
                throw e;
            }
        }
        return (FileChannel) directory.newByteChannel(name, options);
    }

    private static FileChannel compare(Path realBase, Path relative, Set<OpenOption> options) throws IOException {
        Path file = realBase.resolve(relative);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            refuseIrregular(
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS),
                    realBase,
                    relative);
        }
        if (!file.getParent().toRealPath().startsWith(realBase)) {
            throw outside(realBase, relative);
        }
        FileChannel channel = FileChannel.open(file, options);
        if (!file.toRealPath().startsWith(realBase)) {
            channel.close();
            throw outside(realBase, relative);
        }
        return channel;
    }

    private static void refuseIrregular(BasicFileAttributes facts, Path base, Path relative) throws IOException {
        if (!facts.isRegularFile()) {
            String found = facts.isSymbolicLink()
                    ? "a symbolic link"
                    : facts.isDirectory() ? "a directory" : "a device or pipe";
            throw new FileAlreadyExistsException(
                    base.resolve(relative).toString(), null, "it is " + found + ", not a file");
        }
    }

    private static AccessDeniedException outside(Path base, Path relative) {
        return new AccessDeniedException(
                base.resolve(relative).toString(), null, "it leads outside of " + base + " by a symbolic link");
    }
}
