package torrentkit.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import torrentkit.testing.TestTorrent;

class ContentCacheProperties {
    private static final Path PATH = Path.of("/srv/path/to/content");
    private static final List<Content> CONTENTS = TestTorrent.awkward().stream()
            .map(torrent -> CachedExamples.content(torrent, Path.of("/srv/real")))
            .toList();

    private Path directory;

    @BeforeProperty
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory("cache");
    }

    @AfterProperty
    void deleteDirectory() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(CacheKey.ENDING))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Writes a content, lets its file be spoilt, and answers what is there after a restart. */
    private Optional<Content> afterSpoiling(Content content, Spoiling spoiling) throws IOException {
        try (ContentCache cache = ContentCache.open(directory)) {
            cache.put(PATH, content);
        }
        Path file = onlyFile();
        Files.write(file, spoiling.spoil(Files.readAllBytes(file)));
        try (ContentCache cache = ContentCache.open(directory)) {
            Optional<Content> found = cache.load(content.metainfo().infoHash());
            assertThat(cache.load(PATH)).isEqualTo(found);
            assertThat(cache.size()).isEqualTo(found.isPresent() ? 1 : 0);
            return found;
        }
    }

    private interface Spoiling {
        byte[] spoil(byte[] bytes);
    }

    @Property(tries = 300)
    void aChangedByteMakesItAbsent(
            @ForAll @IntRange(max = 7) int which, @ForAll @IntRange int place, @ForAll @ByteRange(min = 1) byte change)
            throws IOException {
        assertThat(afterSpoiling(CONTENTS.get(which), bytes -> {
                    bytes[Math.floorMod(place, bytes.length)] ^= change;
                    return bytes;
                }))
                .isEmpty();
    }

    @Property(tries = 100)
    void aCutMakesItAbsent(@ForAll @IntRange(max = 7) int which, @ForAll @IntRange int place) throws IOException {
        assertThat(afterSpoiling(
                        CONTENTS.get(which), bytes -> Arrays.copyOf(bytes, Math.floorMod(place, bytes.length))))
                .isEmpty();
    }

    @Property(tries = 100)
    void somethingAppendedMakesItAbsent(
            @ForAll @IntRange(max = 7) int which, @ForAll @Size(min = 1, max = 50) byte[] tail) throws IOException {
        assertThat(afterSpoiling(CONTENTS.get(which), bytes -> {
                    byte[] longer = Arrays.copyOf(bytes, bytes.length + tail.length);
                    System.arraycopy(tail, 0, longer, bytes.length, tail.length);
                    return longer;
                }))
                .isEmpty();
    }

    @Property(tries = 200)
    void foreignBytesAreAbsent(@ForAll @Size(max = 200) byte[] foreign) throws IOException {
        assertThat(afterSpoiling(CONTENTS.get(0), bytes -> foreign)).isEmpty();
    }

    /** The index says the same as a plain map, before and after a restart. */
    @Property(tries = 50)
    void holdsWhatWasPutAndNotRemoved(@ForAll @Size(max = 30) List<@IntRange(max = 63) Integer> actions) {
        Map<Path, Content> expected = new HashMap<>();
        List<Path> paths = List.of(Path.of("/a"), Path.of("/b"), Path.of("/a/b"));
        try (ContentCache cache = ContentCache.open(directory)) {
            paths.forEach(cache::remove);
            for (int action : actions) {
                Path path = paths.get(action % paths.size());
                if (action < 16) {
                    assertThat(cache.remove(path).isPresent()).isEqualTo(expected.remove(path) != null);
                } else {
                    Content content = CONTENTS.get(action % CONTENTS.size());
                    cache.put(path, content);
                    expected.put(path, content);
                }
            }
            assertSame(cache, paths, expected);
        }
        try (ContentCache cache = ContentCache.open(directory)) {
            assertSame(cache, paths, expected);
            paths.forEach(cache::remove);
        }
    }

    private static void assertSame(ContentCache cache, List<Path> paths, Map<Path, Content> expected) {
        assertThat(cache.size()).isEqualTo(expected.size());
        for (Path path : paths) {
            assertThat(cache.load(path)).isEqualTo(Optional.ofNullable(expected.get(path)));
        }
        for (Content content : CONTENTS) {
            boolean held = expected.containsValue(content);
            assertThat(cache.holds(content.metainfo().infoHash())).isEqualTo(held);
            assertThat(cache.load(content.metainfo().infoHash()).isPresent()).isEqualTo(held);
        }
    }
}
