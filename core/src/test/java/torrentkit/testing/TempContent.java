package torrentkit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.stream.Stream;

/** Builds files and directories for a test below a directory that the test owns. */
public final class TempContent {
    private final Path root;

    private TempContent(Path root) {
        this.root = root;
    }

    /** Starts with this directory, made where it is missing. */
    public static TempContent in(Path root) {
        return new TempContent(attempt(() -> Files.createDirectories(root)));
    }

    /** The content of a torrent, whole, as a client would have it; answers the file or the top directory. */
    public static Path of(TestTorrent torrent, Path parent) {
        Path root = parent.resolve(torrent.metainfo().name());
        TempContent content = in(torrent.metainfo().isDirectory() ? root : parent);
        for (int file : torrent.filesOnDisk()) {
            content.file(torrent.metainfo().files().get(file).joinedPath(), torrent.file(file));
        }
        return root;
    }

    public Path root() {
        return root;
    }

    public TempContent file(String path, byte[] bytes) {
        Path file = parent(path);
        attempt(() -> Files.write(file, bytes));
        return this;
    }

    /** A file of random bytes, the same in every run. */
    public TempContent file(String path, int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return file(path, bytes);
    }

    /** A file of zeros that takes no space, but for some bytes at its end. */
    public TempContent sparse(String path, long length, byte[] end) {
        Path file = parent(path);
        return attempt(() -> {
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE)) {
                channel.write(ByteBuffer.wrap(end), length - end.length);
            }
            return this;
        });
    }

    public TempContent directory(String path) {
        attempt(() -> Files.createDirectories(root.resolve(path)));
        return this;
    }

    /** A symbolic link. */
    public TempContent link(String path, Path target) {
        Path link = parent(path);
        attempt(() -> Files.createSymbolicLink(link, target));
        return this;
    }

    /** All that is below a directory, as paths with slashes, sorted. */
    public static Stream<String> list(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all
                    .filter(path -> !path.equals(directory))
                    .map(path -> directory.relativize(path).toString().replace('\\', '/'))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path parent(String path) {
        Path file = root.resolve(path);
        attempt(() -> Files.createDirectories(file.getParent()));
        return file;
    }

    private interface Attempt<T> {
        T run() throws IOException;
    }

    private static <T> T attempt(Attempt<T> attempt) {
        try {
            return attempt.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
