package torrentkit.app.server.authorization;

import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who a caller is by a certificate: one that TLS has verified here, or one that a proxy has verified and tells of in the headers
 * {@code X-Client-Verify}, {@code X-Client-DN} and {@code X-Client-Cert}. Never both: where the headers count, a connection's own
 * certificate is the proxy's.
 */
final class CertificateIdentity {
    private static final String VERIFY = "x-client-verify";
    private static final String NAME = "x-client-dn";
    private static final String CERTIFICATE = "x-client-cert";

    private CertificateIdentity() {}

    /** The headers contradict themselves or say nothing that can be understood. The message is a sentence for the sender. */
    static final class BadHeaderException extends RuntimeException {
        private static final long serialVersionUID = 1;

        BadHeaderException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Finds out who sends a request.
     *
     * @param askedFor the extensions that matter
     * @throws BadHeaderException if headers count and cannot be used
     */
    static Caller of(RequestFacts request, boolean byHeader, Set<String> askedFor) {
        if (byHeader) {
            return byHeader(request, askedFor);
        }
        if (request.certificates().isEmpty()) {
            return Caller.anonymous();
        }
        X509Certificate own = request.certificates().get(0);
        return DistinguishedName.commonName(own.getSubjectX500Principal())
                .map(name -> new Caller(Optional.of(name), Caller.Proof.CERTIFICATE, extensions(own, askedFor)))
                .orElseGet(Caller::anonymous);
    }

    private static Caller byHeader(RequestFacts request, Set<String> askedFor) {
        Optional<String> verify = single(request, VERIFY);
        Optional<String> written = single(request, NAME);
        Optional<String> certificate = single(request, CERTIFICATE);
        if (verify.isEmpty() || !verify.get().equals("SUCCESS") || written.isEmpty()) {
            return Caller.anonymous();
        }
        String name = DistinguishedName.commonName(utf8(written.get()))
                .orElseThrow(() -> new BadHeaderException(
                        "The header X-Client-DN has no common name (CN) that can be told for certain."));
        Map<String, Set<String>> extensions =
                certificate.isEmpty() || askedFor.isEmpty() ? Map.of() : extensions(parse(certificate.get()), askedFor);
        return new Caller(Optional.of(name), Caller.Proof.HEADER, extensions);
    }

    private static Optional<String> single(RequestFacts request, String header) {
        List<String> values = request.headers().apply(header);
        if (values.size() > 1) {
            throw new BadHeaderException("A request has at most one header " + header + "; this one has several.");
        }
        return values.stream().findFirst();
    }

    /** The HTTP codec makes a character of each byte; proxies write names in UTF-8. */
    private static String utf8(String header) {
        boolean bytes = header.chars().allMatch(c -> c <= 0xff);
        return bytes ? new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8) : header;
    }

    private static X509Certificate parse(String escaped) {
        try {
            String pem = URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            if (found.size() == 1) {
                return (X509Certificate) found.iterator().next();
            }
        } catch (CertificateException | IllegalArgumentException e) {
            // said below
        }
        throw new BadHeaderException("The header X-Client-Cert is not one certificate, PEM and URL-encoded.");
    }

    private static Map<String, Set<String>> extensions(X509Certificate certificate, Set<String> askedFor) {
        return CertificateExtensions.of(certificate).entrySet().stream()
                .filter(extension -> askedFor.contains(extension.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
