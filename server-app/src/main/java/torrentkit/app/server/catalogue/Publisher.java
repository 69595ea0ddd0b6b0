package torrentkit.app.server.catalogue;

import java.util.concurrent.CompletableFuture;
import torrentkit.content.Content;

/** Where content goes once it is hashed, so that others can fetch it. */
public interface Publisher {
    /** Serves the content from now on, until it changes on disk or is withdrawn. */
    Publication publish(Content content);

    /** Content that is served. */
    interface Publication {
        /** Completes with the reason, a sentence, when the content is no longer served. */
        CompletableFuture<String> withdrawn();

        /** Stops serving it; doing so twice is harmless. */
        void withdraw(String reason);
    }
}
