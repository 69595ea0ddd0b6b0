package torrentkit.app.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RequestPathProperties {
    @Property
    void whatIsEncodedIsDecodedToTheSame(@ForAll("names") List<String> names) {
        assertThat(RequestPath.names(RequestPath.encode(names))).contains(names);
    }

    @Property
    void namesAreNeverMoreThanNames(@ForAll("hostile") String path) {
        RequestPath.names(path)
                .ifPresent(names -> assertThat(names)
                        .isNotEmpty()
                        .noneMatch(String::isEmpty)
                        .noneMatch(name -> name.equals(".") || name.equals(".."))
                        .noneMatch(name -> name.matches("(?s).*[/\\\\\0].*")));
    }

    @Property
    void anyTargetHasAPathOrNone(@ForAll String target) {
        RequestPath.ofTarget(target)
                .ifPresent(path -> assertThat(path).startsWith("/").doesNotContain("?", "#"));
    }

    @Provide
    Arbitrary<List<String>> names() {
        return Arbitraries.strings()
                .excludeChars('/', '\\', '\0')
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(name -> !name.equals(".") && !name.equals(".."))
                .filter(name -> name.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE))
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.of(
                        "..", ".", "/", "%2f", "%2F", "%5c", "\\", "%00", "%2e", "%25", "%", "a", "é", "%c3%a9", "%ff",
                        "+", "")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }
}
