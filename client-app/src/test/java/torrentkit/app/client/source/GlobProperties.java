package torrentkit.app.client.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GlobProperties {
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("ab.").ofMinLength(1).ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings()
                .withChars("ab.?*")
                .ofMinLength(1)
                .ofMaxLength(8)
                .filter(p -> !p.contains("**"));
    }

    /** The JDK's globs mean the same within one name. */
    @Property
    void agreesWithTheJdkAboutNames(@ForAll("patterns") String pattern, @ForAll("names") String name) {
        boolean expected =
                FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(name));
        assertThat(Glob.parse(pattern).matches(name)).isEqualTo(expected);
    }

    @Property
    void anyPatternIsReadOrRefused(@ForAll String pattern, @ForAll String path) {
        try {
            Glob.parse(pattern).matches(path);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("(it|a) .*");
        }
    }
}
