package torrentkit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LeakGuardTest {
    @Test
    void findsABufferThatWasNotReleased() {
        Logger detector = Logger.getLogger("io.netty.util.ResourceLeakDetector");
        detector.setUseParentHandlers(false); // who reads the build's output must not take this one for real
        try {
            forget();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(LeakGuard.found()).anyMatch(report -> report.contains("LEAK")));
        } finally {
            detector.setUseParentHandlers(true);
        }
    }

    @Test
    void watchesOverEveryClass() {
        assertThat(LeakGuard.isRegistered()).isTrue();
    }

    private static void forget() {
        UnpooledByteBufAllocator.DEFAULT.directBuffer(16);
    }
}
