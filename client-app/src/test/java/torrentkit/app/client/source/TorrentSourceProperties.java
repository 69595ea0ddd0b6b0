package torrentkit.app.client.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;

class TorrentSourceProperties {
    private static final SourceOptions OPTIONS = new SourceOptions(List.of(), new HttpOptions(Map.of()).access());

    @Provide
    Arbitrary<String> sources() {
        Arbitrary<String> start = Arbitraries.of(
                "",
                "magnet:?",
                "magnet:?xt=urn:btih:",
                "file:",
                "file:///",
                "ftp://",
                "x:",
                "0123456789abcdef0123456789abcdef");
        return Combinators.combine(start, Arbitraries.strings().ofMaxLength(60))
                .as((first, rest) -> first + rest)
                .filter(text -> !text.equals("-") && !text.startsWith("http"));
    }

    /** Whatever is pasted is a source or a sentence. */
    @Property(tries = 500)
    void anyTextIsASourceOrRefused(@ForAll("sources") String text) {
        try {
            assertThat(TorrentSource.open(text, OPTIONS, new StopSignal())).isNotNull();
        } catch (Failure e) {
            assertThat(e.getMessage()).endsWith(".");
        }
    }

    @Property(tries = 500)
    void anyBytesFromAServerAreASourceOrRefused(@ForAll byte[] bytes) {
        try {
            assertThat(TorrentSource.bytes("the server", bytes)).isNotNull();
        } catch (Failure e) {
            assertThat(e.getMessage()).endsWith(".").contains("the server");
        }
    }

    @Property
    void anyTextIsAHeaderOrRefused(@ForAll String text) {
        try {
            HttpHeader header = HttpHeader.parse(text);
            assertThat(header.name() + header.value()).doesNotContain("\r", "\n");
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
