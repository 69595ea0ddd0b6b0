package torrentkit.downloader.web;

import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Why a connection could not be made, in words. */
final class HttpFailures {
    private HttpFailures() {}

    static String reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (cause instanceof TimeoutException) {
            return "its name could not be looked up in time";
        }
        if (cause instanceof ConnectException && cause.getCause() instanceof ConnectException plain) {
            return String.valueOf(plain.getMessage()); // Netty's has the address in it, which is said already
        }
        return String.valueOf(cause.getMessage());
    }
}
