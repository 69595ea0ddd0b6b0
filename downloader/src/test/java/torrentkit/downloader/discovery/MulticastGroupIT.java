package torrentkit.downloader.discovery;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MulticastGroupIT {
    @Test
    void isSilentWhereTheSystemDoesNotHaveTheAddressFamily() {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            MulticastGroup group = MulticastGroup.join(
                    new InetSocketAddress("ff15::efc0:988f", 6771),
                    InetAddress.getLoopbackAddress(),
                    loops,
                    family -> {
                        throw new UnsupportedOperationException(family + " is not available");
                    },
                    (text, from) -> {});
            assertThatCode(() -> {
                        group.send("anything"); // what it threw would end the announces on the other family too
                        group.close();
                    })
                    .doesNotThrowAnyException();
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
