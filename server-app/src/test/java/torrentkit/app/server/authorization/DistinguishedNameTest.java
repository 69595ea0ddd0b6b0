package torrentkit.app.server.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistinguishedNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "CN=tester; tester",
                "cn=tester; tester",
                "O=tester\\, inc.,CN=tester.test.org; tester.test.org",
                "CN=a\\,CN=b,O=c; a,CN=b",
                "CN=tester+OU=bar,O=x; tester",
                "OU=bar+CN=tester,O=x; tester",
                "CN=John Doe,CN=Users,DC=corp,DC=example; John Doe",
                "CN=\"a,b\",O=x; a,b",
                "CN=Gr\\C3\\BC\\C3\\9Fe,O=x; Grüße",
                "CN=Grüße; Grüße",
                "/O=tester, inc./CN=tester.test.org; tester.test.org",
                "/CN=tester; tester",
                "/CN=tester/ inc.; tester"
            })
    void findsCommonName(String written, String name) {
        assertThat(DistinguishedName.commonName(written)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tester",
                "O=x",
                "/O=x",
                "CN=",
                "/CN=",
                "CN=a+CN=b",
                "CN=#0403414243",
                "CN=a\\zz",
                "=",
                ",",
                "/",
                "/O=x/CN=admin/CN=mallory",
                "CN=\\ admin",
                "CN=a\\00b",
                "CN=a\\0Ab",
                "CN=\u202eadmin"
            })
    void findsNoneThatIsCertain(String written) {
        assertThat(DistinguishedName.commonName(written)).isEmpty();
    }

    @Test
    void refusesNameTooLongForAnAnnounceKey() {
        assertThat(DistinguishedName.commonName("CN=" + "x".repeat(254))).isPresent();
        assertThat(DistinguishedName.commonName("CN=" + "x".repeat(255))).isEmpty();
        assertThat(DistinguishedName.commonName("CN=" + "ü".repeat(128))).isEmpty();
    }

    @Test
    void readsTheOwnerOfACertificate() {
        assertThat(DistinguishedName.commonName(new X500Principal("CN=\"x, y\", OU=a, O=b")))
                .contains("x, y");
        assertThat(DistinguishedName.commonName(new X500Principal("OU=a, O=b"))).isEmpty();
    }
}
