package torrentkit.app.client.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.source.ProxyRules.ProxyServer;

class ProxyRulesTest {
    private static String proxy(ProxyRules rules, String url) {
        return rules.of(URI.create(url)).map(ProxyServer::toString).orElse("none");
    }

    @Test
    void theEnvironmentNamesOneForEachScheme() {
        ProxyRules rules = ProxyRules.ofEnvironment(
                Map.of("http_proxy", "http://a:1", "HTTPS_PROXY", "b:2", "ALL_PROXY", "http://c:3"));
        assertThat(proxy(rules, "http://host/x")).isEqualTo("a:1");
        assertThat(proxy(rules, "https://host/x")).isEqualTo("b:2");
        assertThat(proxy(ProxyRules.ofEnvironment(Map.of("all_proxy", "[::1]:3")), "http://host/x"))
                .isEqualTo("::1:3");
    }

    @Test
    void doesNotBelieveAVariableThatAWebServerMakesOfAHeader() {
        assertThat(proxy(ProxyRules.ofEnvironment(Map.of("HTTP_PROXY", "http://a:1")), "http://host/x"))
                .isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "example.org|http://example.org/|none",
                "example.org|http://a.example.org/|none",
                ".example.org|http://example.org/|none",
                "example.org|http://badexample.org/|p:8",
                "other, EXAMPLE.org|http://example.ORG/|none",
                "127.0.0.1|http://127.0.0.1:99/|none",
                "::1|http://[::1]/|none",
                "[::1]|http://[::1]/|none",
                "*|http://any/|none",
                "''|http://any/|p:8"
            })
    void asksTheHostsOfNoProxyDirectly(String without, String url, String expected) {
        assertThat(proxy(ProxyRules.of("p:8", Map.of("no_proxy", without)), url))
                .isEqualTo(expected);
    }

    @Test
    void theOptionComesBeforeTheEnvironment() {
        Map<String, String> environment = Map.of("http_proxy", "http://a:1", "https_proxy", "http://a:1");
        assertThat(proxy(ProxyRules.of("http://b", environment), "https://x/")).isEqualTo("b:1080");
        assertThat(proxy(ProxyRules.of("", environment), "https://x/")).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks5://me:secret@h:1",
                "https://me:secret@h:1",
                "http://me:secret@h:99999",
                "http://",
                "me:secret@%"
            })
    void refusesOtherProxiesWithoutTellingThePassword(String proxy) {
        assertThatThrownBy(() -> ProxyRules.of(proxy, Map.of()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("http://proxy.example.org:3128")
                .hasMessageNotContaining("secret");
    }
}
