package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import torrentkit.testing.Needs;

/** The smallest content, a large one, and none at all. */
class ContentSizeIT extends SeparateLab {
    private static final long GIB = 1L << 30;
    private static final Duration LONG = Duration.ofMinutes(5);

    private Path root;

    @BeforeEach
    void fillDirectories() throws Exception {
        root = lab.directory("root");
    }

    @Test
    void oneByteArrives() throws Exception {
        Files.write(root.resolve("one"), new byte[] {42});
        Path into = lab.directory("into");
        lab.client("download", lab.server(root).url("one"), "-d", into).succeeds();
        Samples.assertSame(into.resolve("one"), root.resolve("one"));
    }

    @Test
    void contentWithoutAByteIsRefusedWithAReason() throws Exception {
        Files.createFile(root.resolve("empty file"));
        Files.createDirectories(root.resolve("empty directory/with another in it"));
        ServerApp server = lab.server(root);
        for (String name : new String[] {"empty file", "empty directory"}) {
            Path answer = lab.path("answer");
            assertThat(lab.get(server.url(name), answer)).isEqualTo(422);
            assertThat(answer).content().contains(name);
            Running client = lab.client("download", server.url(name), "-d", lab.directory("into"));
            assertThat(client.exitCode()).isEqualTo(22);
            assertThat(client.output()).contains("422");
        }
    }

    @Test
    @Tag("large")
    void moreThanFourGibibytesArrive() throws Exception {
        Needs.that(
                Files.getFileStore(root).getUsableSpace() > 6 * GIB,
                "There are no 6 GiB of free space in " + root + ".");
        Path large = root.resolve("large.img");
        try (FileChannel channel = FileChannel.open(
                large, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            for (long at : new long[] {0, 2 * GIB - 3, 4 * GIB - 3, 5 * GIB - 8}) {
                channel.write(ByteBuffer.wrap(String.format("%08x", at >> 4).getBytes(StandardCharsets.US_ASCII)), at);
            }
        }
        assertThat(large).hasSize(5 * GIB);
        Path into = lab.directory("into");
        Running client = lab.client("download", lab.server(root).url("large.img"), "-d", into);
        assertThat(client.exitCodeWithin(LONG)).as(client.output()).isZero();
        Samples.assertSame(into.resolve("large.img"), large);
    }
}
