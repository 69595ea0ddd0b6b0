package torrentkit.downloader.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UsualTrustTest {
    @Test
    void isReadOnceAndNotByWhoAsks() {
        List<Thread> readers = new CopyOnWriteArrayList<>();
        UsualTrust trust = new UsualTrust(() -> {
            readers.add(Thread.currentThread());
            return SslContextBuilder.forClient().build();
        });
        assertThat(readers).isEmpty();
        SslContext context = trust.context().join();
        assertThat(trust.context().join()).isSameAs(context);
        assertThat(readers).hasSize(1).doesNotContain(Thread.currentThread());
    }

    @Test
    void doesNotMakeWhoAsksWait() {
        CompletableFuture<Void> disk = new CompletableFuture<>();
        UsualTrust trust = new UsualTrust(() -> {
            disk.join();
            return SslContextBuilder.forClient().build();
        });
        CompletableFuture<SslContext> context = trust.context();
        assertThat(context).isNotDone();
        disk.complete(null);
        assertThat(context.join().isClient()).isTrue();
    }

    @Test
    void saysThatThereIsNone() {
        UsualTrust trust = new UsualTrust(() -> {
            throw new IllegalStateException("no providers");
        });
        assertThatThrownBy(() -> trust.context().join())
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no TLS: no providers");
    }
}
