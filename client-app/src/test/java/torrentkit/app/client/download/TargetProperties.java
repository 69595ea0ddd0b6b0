package torrentkit.app.client.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

class TargetProperties {
    @Property
    void aNameNeverLeadsOutOfTheDirectory(@ForAll("names") String name) {
        Path directory = Path.of("/some/where");
        try {
            Path target = Target.resolve(name, Optional.empty(), Optional.of(directory.toString()));
            assertThat(target.normalize().getParent()).isEqualTo(directory);
        } catch (Failure refused) {
            assertThat(refused.code()).isIn(ExitCode.BAD_TORRENT, ExitCode.CANNOT_CREATE);
        }
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(20),
                Arbitraries.strings().withChars("./\\a\0 :~").ofMaxLength(8));
    }
}
