package torrentkit.app.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import org.junit.jupiter.api.Test;

class SourceIndexTest {
    /** A million files as a build server has them: deep, with long names that resemble each other. */
    private static String path(int i) {
        return String.format("releases/%02d/build-%04d/artifact-%06d-linux-x86_64.tar.zst", i / 50_000, i / 100, i);
    }

    private static int count(Iterator<String> paths) {
        int count = 0;
        for (; paths.hasNext(); paths.next()) {
            count++;
        }
        return count;
    }

    @Test
    void holdsAMillionPathsInItsBound() {
        PathList.Builder builder = new PathList.Builder(SourceIndex.MAX_BYTES);
        for (int i = 0; i < 1_000_000; i++) {
            assertThat(builder.add(path(i))).isTrue();
        }
        PathList list = builder.build();

        assertThat(list.size()).isEqualTo(1_000_000);
        assertThat(list.bytes()).isLessThan(SourceIndex.MAX_BYTES / 2);
        assertThat(list.contains(path(765_432))).isTrue();
        assertThat(list.contains(path(765_432) + "x")).isFalse();
    }

    @Test
    void takesNoMoreThanItsBound() {
        PathList.Builder builder = new PathList.Builder(10_000);
        int added = 0;
        while (builder.add(path(added))) {
            added++;
        }

        PathList list = builder.build();

        assertThat(list.bytes()).isLessThanOrEqualTo(10_100);
        assertThat(list.size()).isEqualTo(added).isPositive();
    }

    @Test
    void worksManyChangesIntoItsList() {
        SourceIndex index = new SourceIndex();
        for (int i = 0; i < 10_000; i++) {
            index.add(path(i));
        }
        for (int i = 0; i < 10_000; i += 2) {
            index.removeAtOrBelow(path(i));
        }

        assertThat(index.size()).isEqualTo(5_000);
        assertThat(count(index.after(""))).isEqualTo(5_000);
        index.removeAtOrBelow("releases");
        assertThat(index.size()).isZero();
        assertThat(index.after("").hasNext()).isFalse();
        assertThat(index.isComplete()).isTrue();
    }
}
