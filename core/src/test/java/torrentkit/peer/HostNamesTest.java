package torrentkit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {
    private final HostNames names = new HostNames(1, "names-test");

    @AfterEach
    void close() {
        names.close();
    }

    private List<InetAddress> found(String host) throws Exception {
        return names.lookUp(host).get(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "2001:db8::7"})
    void takesAnAddressAsItIs(String address) throws Exception {
        names.close(); // so no thread is needed

        assertThat(found(address)).containsExactly(InetAddress.getByName(address));
    }

    @Test
    void findsAllAddressesOfAName() throws Exception {
        assertThat(found("localhost")).containsExactly(InetAddress.getAllByName("localhost"));
    }

    @Test
    void findsManyOneAfterTheOther() throws Exception {
        List<CompletableFuture<List<InetAddress>>> lookups =
                IntStream.range(0, 50).mapToObj(i -> names.lookUp("localhost")).toList();

        for (CompletableFuture<List<InetAddress>> lookup : lookups) {
            assertThat(lookup.get(60, TimeUnit.SECONDS)).isNotEmpty();
        }
    }

    @Test
    void saysThatThereIsNoSuchHost() {
        assertThatThrownBy(() -> found("nowhere.invalid"))
                .cause()
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("there is no host named nowhere.invalid");
    }

    @Test
    void looksNothingUpOnceItIsClosed() {
        names.close();

        assertThatThrownBy(() -> found("localhost"))
                .cause()
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("localhost is not looked up any more");
    }
}
