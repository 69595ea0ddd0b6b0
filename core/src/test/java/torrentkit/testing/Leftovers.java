package torrentkit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The threads, sockets and files that a test must not leave behind: those that are there now are remembered, and compared later. Looks
 * at Linux's {@code /proc}; elsewhere only at threads.
 */
public final class Leftovers {
    private static final Path HANDLES = Path.of("/proc/self/fd");

    // With its first file channel the JDK opens a socket that it never closes.
    static {
        try {
            FileChannel.open(Path.of(System.getProperty("java.home"), "release"))
                    .close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final Set<Thread> threads = ours();
    private final long sockets = sockets();

    private Leftovers() {}

    /** Remembers what is there. */
    public static Leftovers before() {
        return new Leftovers();
    }

    /**
     * Fails unless everything that came since is gone at once or within moments: the operating system may need some to take back a
     * thread.
     *
     * @param directory below which no file may be open
     */
    public void assertNone(Path directory) {
        Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            assertThat(newThreads()).as("threads").isEmpty();
            assertThat(openBelow(directory)).as("open files").isEmpty();
            assertThat(sockets()).as("sockets").isLessThanOrEqualTo(sockets);
        });
    }

    /** Names of our libraries' threads that were not there before. */
    public Set<String> newThreads() {
        return ours().stream()
                .filter(thread -> !threads.contains(thread))
                .map(Thread::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Thread> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("torrentkit"))
                .collect(Collectors.toSet());
    }

    /** Files below a directory that this process holds open, those that were deleted included. */
    public static List<String> openBelow(Path directory) {
        return handles().stream()
                .filter(handle -> handle.startsWith(directory.toString()))
                .toList();
    }

    /** Open sockets and epoll instances. */
    private static long sockets() {
        return handles().stream()
                .filter(handle -> handle.startsWith("socket:") || handle.contains("[eventpoll]"))
                .count();
    }

    private static List<String> handles() {
        List<String> targets = new ArrayList<>();
        if (!Files.isDirectory(HANDLES)) {
            return targets;
        }
        try (Stream<Path> handles = Files.list(HANDLES)) {
            for (Path handle : handles.toList()) {
                try {
                    targets.add(Files.readSymbolicLink(handle).toString());
                } catch (NoSuchFileException e) {
                    continue; // closed since it was listed
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return targets;
    }
}
