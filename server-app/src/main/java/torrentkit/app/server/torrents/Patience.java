package torrentkit.app.server.torrents;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import torrentkit.app.server.http.Answer;

/**
 * How long a client prefers to wait (RFC 7240): {@code Prefer: respond-async} not at all, {@code wait=N} so many seconds.
 *
 * @param applied what of it is kept to, as {@code Preference-Applied} says it
 */
record Patience(int seconds, String applied) {
    private static final int MAX_SECONDS = 300;
    private static final int MAX_DIGITS = 9;

    /** @return empty for a client that waits as long as it takes */
    static Optional<Patience> of(HttpHeaders headers) {
        boolean async = false;
        int wait = -1;
        for (String header : headers.getAll("prefer")) {
            for (String preference : header.split(",", -1)) {
                String named = preference.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
                if (named.equals("respond-async")) {
                    async = true;
                } else if (wait < 0 && named.startsWith("wait=")) { // of several, the first one counts
                    wait = seconds(named.substring("wait=".length()));
                }
            }
        }
        if (wait >= 0) {
            return Optional.of(new Patience(wait, (async ? "respond-async, " : "") + "wait=" + wait));
        }
        return async ? Optional.of(new Patience(0, "respond-async")) : Optional.empty();
    }

    private static int seconds(String number) {
        boolean isNumber = !number.isEmpty()
                && number.length() <= MAX_DIGITS
                && number.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Math.min(MAX_SECONDS, Integer.parseInt(number)) : -1;
    }

    /**
     * The answer if it comes in time, else another one.
     *
     * @param instead asked when the time is over; if it has none, the answer is waited for after all
     */
    CompletionStage<Answer> await(CompletableFuture<Answer> answer, Supplier<Optional<Answer>> instead) {
        CompletableFuture<Answer> first = new CompletableFuture<>();
        answer.whenComplete((made, failure) -> {
            if (failure != null) {
                first.completeExceptionally(failure);
            } else if (!first.complete(made)) {
                made.discard();
            }
        });
        Runnable timeIsOver = () -> {
            Optional<Answer> other = first.isDone() ? Optional.empty() : instead.get();
            if (other.isPresent() && !first.complete(other.get())) {
                other.get().discard();
            }
        };
        if (seconds == 0) {
            timeIsOver.run();
        } else {
            CompletableFuture<Void> timer =
                    new CompletableFuture<Void>().completeOnTimeout(null, seconds, TimeUnit.SECONDS);
            timer.thenRunAsync(timeIsOver);
            first.whenComplete((made, failure) -> timer.complete(null)); // or it would keep the answer for all the time
        }
        return first;
    }
}
