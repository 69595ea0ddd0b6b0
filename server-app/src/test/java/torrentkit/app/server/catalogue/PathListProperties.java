package torrentkit.app.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class PathListProperties {
    @Provide
    Arbitrary<String> paths() {
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.strings().withChars("ab0-.").ofMinLength(1).ofMaxLength(3),
                Arbitraries.of("ä", "日本", "\uFFFD", "\uD83D\uDE00", "a b"));
        return names.list().ofMinSize(1).ofMaxSize(4).map(list -> String.join("/", list));
    }

    private static List<String> rest(Iterator<String> paths) {
        List<String> all = new ArrayList<>();
        paths.forEachRemaining(all::add);
        return all;
    }

    private static PathList list(Iterable<String> sorted) {
        PathList.Builder builder = new PathList.Builder(Long.MAX_VALUE);
        sorted.forEach(path -> assertThat(builder.add(path)).isTrue());
        return builder.build();
    }

    @Property
    void theOrderIsThatOfTheBytes(@ForAll("paths") String a, @ForAll("paths") String b) {
        int bytes = Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

        assertThat(Integer.signum(CodePointOrder.OF_STRINGS.compare(a, b))).isEqualTo(Integer.signum(bytes));
    }

    @Property
    void holdsWhatWasAddedInItsOrder(
            @ForAll @Size(max = 300) List<@From("paths") String> some, @ForAll("paths") String from) {
        NavigableSet<String> paths = new TreeSet<>(CodePointOrder.OF_STRINGS);
        paths.addAll(some);

        PathList list = list(paths);

        assertThat(list.size()).isEqualTo(paths.size());
        assertThat(rest(list.from(""))).containsExactlyElementsOf(paths);
        assertThat(rest(list.from(from))).containsExactlyElementsOf(paths.tailSet(from));
        assertThat(list.contains(from)).isEqualTo(paths.contains(from));
    }

    /** Changes of an index against a plain set. */
    @Property
    void anIndexWithChangesIsLikeASet(
            @ForAll @Size(max = 100) List<@From("paths") String> first,
            @ForAll @Size(max = 60) List<@From("paths") String> changes,
            @ForAll("paths") String after) {
        NavigableSet<String> expected = new TreeSet<>(CodePointOrder.OF_STRINGS);
        expected.addAll(first);
        SourceIndex index = new SourceIndex();
        index.replace(list(expected), true);
        for (int i = 0; i < changes.size(); i++) {
            String path = changes.get(i);
            if (i % 2 == 0) {
                index.add(path);
                expected.add(path);
            } else {
                index.removeAtOrBelow(path);
                expected.removeIf(each -> each.equals(path) || each.startsWith(path + "/"));
            }
        }

        assertThat(rest(index.after(""))).containsExactlyElementsOf(expected);
        assertThat(rest(index.after(after))).containsExactlyElementsOf(expected.tailSet(after, false));
        assertThat(index.size()).isEqualTo(expected.size());
    }
}
