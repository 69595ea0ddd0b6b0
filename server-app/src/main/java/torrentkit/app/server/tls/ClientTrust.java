package torrentkit.app.server.tls;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.app.server.config.TlsSettings;
import torrentkit.app.server.text.Shown;

/**
 * Which client certificates are accepted (RFC 5280, section 6): those that lead to an authority of {@code ssl-ca-cert}. Where there
 * are revocation lists, every certificate on the way must be known not to be revoked: one whose issuer has no list, or a list that
 * is out of date, is refused. Nothing is fetched over the network.
 */
final class ClientTrust {
    private ClientTrust() {}

    /** @throws ConfigurationException if a file is unusable */
    static TrustManager[] read(TlsSettings settings, Path authoritiesPath, Consumer<String> warnings) {
        PemFile file = PemFile.read("ssl-ca-cert", authoritiesPath);
        List<X509Certificate> authorities = file.certificates();
        for (X509Certificate authority : authorities) {
            if (authority.getVersion() >= 3 && authority.getBasicConstraints() < 0) {
                throw file.problem(
                        "holds a certificate that is not an authority's: " + Validity.subject(authority), null);
            }
            Validity.warn("webserver.ssl-ca-cert", authority, warnings);
        }
        Set<TrustAnchor> anchors = authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toSet());
        try {
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
            parameters.setRevocationEnabled(false);
            if (settings.revoked().isPresent()) {
                List<X509CRL> lists = revocationLists(settings.revoked().get());
                warnAboutLists(authorities, lists, warnings);
                parameters.setRevocationEnabled(true);
                parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
                PKIXRevocationChecker checker = (PKIXRevocationChecker)
                        CertPathBuilder.getInstance("PKIX").getRevocationChecker();
                checker.setOptions(
                        EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
                parameters.addCertPathChecker(checker);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(parameters));
            return factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw file.problem("cannot be used as authorities: " + Shown.text(String.valueOf(e.getMessage())), e);
        }
    }

    private static List<X509CRL> revocationLists(Path path) {
        if (!Files.isDirectory(path)) {
            return PemFile.read("ssl-crl-path", path).revocationLists();
        }
        List<X509CRL> lists = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, Files::isRegularFile)) {
            for (Path file : files) {
                lists.addAll(PemFile.read("ssl-crl-path", file).revocationLists());
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw PemFile.problem("ssl-crl-path", path, "cannot be listed: check its owner and permissions", e);
        }
        if (lists.isEmpty()) {
            throw PemFile.problem("ssl-crl-path", path, "holds no file with a revocation list", null);
        }
        return lists;
    }

    private static void warnAboutLists(
            List<X509Certificate> authorities, List<X509CRL> lists, Consumer<String> warnings) {
        Date now = Date.from(Instant.now());
        for (X509CRL list : lists) {
            if (list.getNextUpdate() != null && list.getNextUpdate().before(now)) {
                warnings.accept("webserver.ssl-crl-path: the revocation list of "
                        + Shown.text(list.getIssuerX500Principal().getName()) + " was good until "
                        + list.getNextUpdate().toInstant()
                        + ": until there is a newer one, the clients of this authority are refused");
            }
        }
        for (X509Certificate authority : authorities) {
            if (lists.stream()
                    .noneMatch(list -> list.getIssuerX500Principal().equals(authority.getSubjectX500Principal()))) {
                warnings.accept("webserver.ssl-crl-path: there is no revocation list of " + Validity.subject(authority)
                        + ": its clients are refused until there is one");
            }
        }
    }
}
