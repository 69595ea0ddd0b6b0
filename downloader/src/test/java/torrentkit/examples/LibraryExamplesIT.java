package torrentkit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.metainfo.Metainfo;
import torrentkit.tracker.server.Tracker;
import torrentkit.tracker.server.TrackerConfig;

@Timeout(60)
class LibraryExamplesIT {
    private static final Path SOURCE = Path.of("src/test/java/torrentkit/examples/LibraryExamples.java");
    private static final Path README = Path.of("../README.md");

    @TempDir
    Path directory;

    @Test
    void theExamplesMoveAFileFromOneEndToTheOther() throws Exception {
        byte[] bytes = new byte[1_000_003];
        new Random(7).nextBytes(bytes);
        Path content = Files.write(directory.resolve("data.bin"), bytes);
        Path torrent = directory.resolve("data.torrent");
        Path target = directory.resolve("copy.bin");
        TrackerConfig config = TrackerConfig.defaults().withListen(new InetSocketAddress("127.0.0.1", 0));
        try (Tracker tracker = Tracker.open(config)) {
            LibraryExamples.makeMetainfo(
                    content, URI.create("http://127.0.0.1:" + tracker.port() + "/announce"), torrent);
            long uploaded = LibraryExamples.seed(content, tracker, () -> {
                try {
                    LibraryExamples.download(torrent, target);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(uploaded).isEqualTo(bytes.length);
        }
        assertThat(target).hasBinaryContent(bytes);
    }

    @Test
    void theTrackerExampleRuns() throws Exception {
        Path content = Files.writeString(directory.resolve("small.txt"), "small");
        Metainfo metainfo = LibraryExamples.makeMetainfo(
                content, URI.create("http://127.0.0.1:1/announce"), directory.resolve("small.torrent"));
        List<URI> announced = new ArrayList<>();
        LibraryExamples.runTracker(metainfo, announced::add);
        assertThat(announced).hasSize(1);
    }

    @Test
    void theReadmeShowsTheExamplesWordForWord() throws Exception {
        String readme = Files.readString(README);
        for (String example : examples()) {
            assertThat(readme).contains(example);
        }
    }

    private static List<String> examples() throws Exception {
        List<String> examples = new ArrayList<>();
        StringBuilder current = null;
        for (String line : Files.readAllLines(SOURCE)) {
            if (line.strip().startsWith("// example: ")) {
                current = new StringBuilder();
            } else if (line.strip().equals("// end")) {
                examples.add(current.toString());
                current = null;
            } else if (current != null) {
                current.append(line.isBlank() ? "" : line.substring(8)).append('\n');
            }
        }
        assertThat(examples).hasSize(4);
        return examples;
    }
}
