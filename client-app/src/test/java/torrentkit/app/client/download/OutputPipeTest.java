package torrentkit.app.client.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

class OutputPipeTest {
    private final CompletableFuture<Void> written = new CompletableFuture<>();
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = OutputPipe.ended(written, outcome);

    @Test
    void withoutAReaderTheRestOfTheDownloadIsNotAwaited() {
        Failure gone = new Failure(ExitCode.INTERRUPTED, "");
        written.completeExceptionally(gone);
        assertThat(ended).isCompletedExceptionally();
        assertThat(ended.handle((done, failure) -> failure).join()).isSameAs(gone);
    }

    @Test
    void endsWhenAllIsWrittenAndTheDownloadIsOver() {
        written.complete(null);
        assertThat(ended).isNotDone();
        outcome.complete(null);
        assertThat(ended).isCompleted();
    }
}
