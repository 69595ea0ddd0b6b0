package torrentkit.app.client.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.content.ContentHasher;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.storage.StorageExecutor;

class CompletionHookTest {
    private static final String EVIL = "$(touch pwned) `touch pwned`; touch pwned '\" & x";

    @TempDir
    Path directory;

    private void run(String command) throws Exception {
        Path content = Files.write(directory.resolve(EVIL), new byte[100]);
        try (StorageExecutor storage = StorageExecutor.sizedByCores()) {
            Metainfo metainfo = new ContentHasher(storage)
                    .hash(content, MetainfoOptions.defaults(), hashed -> {})
                    .get(30, TimeUnit.SECONDS)
                    .metainfo();
            new CompletionHook(command, new StopSignal(), CompletionHook.Output.NOWHERE)
                    .run(metainfo, content, "x.torrent", () -> {});
        }
    }

    @Test
    void namesOfTheTorrentAreNeverReadByTheShell() throws Exception {
        run("cd '" + directory
                + "' && printf '%s\\n' \"$1\" \"$TORRENT_NAME\" \"$TORRENT_BYTES\" $TORRENT_SOURCE > told");
        assertThat(Files.readAllLines(directory.resolve("told")))
                .isEqualTo(List.of(directory.resolve(EVIL).toString(), EVIL, "100", "x.torrent"));
        assertThat(directory.resolve("pwned")).doesNotExist();
    }

    @Test
    void saysWithWhatTheCommandEnded() {
        assertThatThrownBy(() -> run("exit 3"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.OTHER))
                .hasMessageContaining("ended with 3");
    }
}
