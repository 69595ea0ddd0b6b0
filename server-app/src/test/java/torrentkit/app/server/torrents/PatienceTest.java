package torrentkit.app.server.torrents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import torrentkit.app.server.http.Answer;
import torrentkit.app.server.http.HttpAnswers;
import torrentkit.app.server.http.WholeAnswer;

class PatienceTest {
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final WholeAnswer torrent = HttpAnswers.text(HttpResponseStatus.OK, "torrent");
    private final WholeAnswer accepted = HttpAnswers.text(HttpResponseStatus.ACCEPTED, "job");

    private static Optional<Patience> preferring(String... headers) {
        HttpHeaders all = new DefaultHttpHeaders();
        for (String header : headers) {
            all.add("Prefer", header);
        }
        return Patience.of(all);
    }

    @Test
    void readsWhatClientsPrefer() {
        assertThat(preferring("respond-async")).contains(new Patience(0, "respond-async"));
        assertThat(preferring("Respond-Async; x=y")).contains(new Patience(0, "respond-async"));
        assertThat(preferring("wait=7")).contains(new Patience(7, "wait=7"));
        assertThat(preferring("return=minimal, wait=7", "respond-async"))
                .contains(new Patience(7, "respond-async, wait=7"));
        assertThat(preferring("wait=1, wait=9")).contains(new Patience(1, "wait=1"));
        assertThat(preferring("wait=100000")).contains(new Patience(300, "wait=300"));
    }

    @Test
    void waitsAsLongAsItTakesForOthers() {
        assertThat(preferring()).isEmpty();
        assertThat(preferring("return=minimal")).isEmpty();
        for (String nonsense : new String[] {"wait", "wait=", "wait=-1", "wait=1e3", "wait=9999999999", "wait=١"}) {
            assertThat(preferring(nonsense)).as(nonsense).isEmpty();
        }
    }

    @Test
    void givesTheAnswerThatIsThere() {
        answer.complete(torrent);

        assertThat(new Patience(0, "").await(answer, () -> Optional.of(accepted)))
                .isCompletedWithValue(torrent);
        assertThat(accepted.response().refCnt()).isOne(); // was not even asked for
    }

    @Test
    void keepsNothingForTheRestOfTheTimeOnceItHasAnswered() {
        CompletableFuture<Answer> made = CompletableFuture.completedFuture(torrent);
        var atOnce = new WeakReference<>(waiting(made));
        var later = new WeakReference<>(waiting(answer));
        answer.complete(torrent);

        await().until(() -> {
            System.gc();
            return atOnce.get() == null && later.get() == null;
        });
    }

    /** What a client that waits for long holds on to, and nobody else but the timer. */
    private Object waiting(CompletableFuture<Answer> made) {
        Object asked = new Object();
        new Patience(300, "").await(made, () -> {
            assertThat(asked).isNull();
            return Optional.empty();
        });
        return asked;
    }

    @Test
    void givesAnotherAnswerWhenTheTimeIsOver() {
        var given = new Patience(0, "").await(answer, () -> Optional.of(accepted));

        assertThat(given).isCompletedWithValue(accepted);
        answer.complete(torrent);
        assertThat(torrent.response().refCnt()).isZero();
    }

    @Test
    void waitsOnWhenThereIsNoOtherAnswer() {
        var given = new Patience(0, "").await(answer, Optional::empty).toCompletableFuture();

        assertThat(given).isNotDone();
        answer.complete(torrent);
        assertThat(given).isCompletedWithValue(torrent);
    }

    @Test
    void failsAsTheAnswerDoes() {
        answer.completeExceptionally(new IllegalStateException("broken"));

        var given = new Patience(5, "").await(answer, () -> Optional.of(accepted));

        assertThatThrownBy(() -> given.toCompletableFuture().join()).hasRootCauseMessage("broken");
    }
}
