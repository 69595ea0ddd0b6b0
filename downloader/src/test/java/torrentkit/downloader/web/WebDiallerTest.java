package torrentkit.downloader.web;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoopGroup;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import torrentkit.downloader.discovery.Reach;
import torrentkit.peer.Transport;

@Timeout(60)
class WebDiallerTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:9/, LINK",
        "http://[::1]:9/, SITE",
        "http://169.254.169.254/, WORLD",
        "http://10.0.0.1/, WORLD",
        "http://192.168.1.1/, WORLD",
        "http://[fd00::1]/, WORLD",
        "http://0.0.0.0:9/, WORLD"
    })
    void refusesAnAddressThatIsGoodLessFarThanWhoSentUs(String url, Reach least) {
        EventLoopGroup loops = Transport.NIO.newGroup(1, "web-dialler-test");
        try (WebDialler dialler = new WebDialler(Transport.NIO, Optional.empty(), Optional.empty())) {
            assertThatThrownBy(() -> dialler.connect(WebUrl.of(URI.create(url)), loops.next(), least)
                            .join())
                    .hasMessageContaining("redirects to an address");
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
