package torrentkit.app.server.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.app.server.config.TlsSettings;

/**
 * The server's private key and certificates.
 *
 * @param chain the server's certificate, then each one's issuer as far as it was given
 */
record ServerIdentity(PrivateKey key, List<X509Certificate> chain) {
    /**
     * @param warnings gets a sentence for each thing that clients will not like
     * @throws ConfigurationException if a file is unusable, or key and certificate do not belong together
     */
    static ServerIdentity read(TlsSettings settings, Consumer<String> warnings) {
        PemFile certificateFile = PemFile.read("ssl-cert", settings.certificate());
        List<X509Certificate> given = new ArrayList<>(certificateFile.certificates());
        X509Certificate own = given.remove(0);
        Validity.warn("webserver.ssl-cert", own, warnings);
        settings.chain()
                .ifPresent(path ->
                        given.addAll(PemFile.read("ssl-cert-chain", path).certificates()));
        given.removeIf(own::equals);
        PemFile keyFile = PemFile.read("ssl-key", settings.key());
        PrivateKey key = PrivateKeyReader.read(keyFile);
        if (!belongTogether(key, own.getPublicKey())) {
            throw keyFile.problem(
                    "is not the key of the certificate in " + settings.certificate() + "; were both renewed?", null);
        }
        return new ServerIdentity(key, inOrder(own, given, warnings));
    }

    private static List<X509Certificate> inOrder(
            X509Certificate own, List<X509Certificate> given, Consumer<String> warnings) {
        List<X509Certificate> chain = new ArrayList<>(List.of(own));
        List<X509Certificate> others = new ArrayList<>(given);
        X509Certificate last = own;
        for (Optional<X509Certificate> next = issuer(last, others); next.isPresent(); next = issuer(last, others)) {
            last = next.get();
            others.remove(last);
            chain.add(last);
            Validity.warn("webserver.ssl-cert-chain", last, warnings);
        }
        for (X509Certificate other : others) {
            warnings.accept("webserver.ssl-cert-chain: the certificate of " + Validity.subject(other)
                    + " did not issue the server's and is not sent");
        }
        return List.copyOf(chain);
    }

    private static Optional<X509Certificate> issuer(X509Certificate issued, List<X509Certificate> candidates) {
        return candidates.stream()
                .filter(candidate -> issued.getIssuerX500Principal().equals(candidate.getSubjectX500Principal()))
                .filter(candidate -> {
                    try {
                        issued.verify(candidate.getPublicKey());
                        return true;
                    } catch (GeneralSecurityException e) {
                        return false; // a name that two authorities have
                    }
                })
                .findFirst();
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) {
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        byte[] text = new byte[32];
        new SecureRandom().nextBytes(text);
        try {
            Signature signing = signature(key.getAlgorithm());
            signing.initSign(key);
            signing.update(text);
            byte[] signed = signing.sign();
            Signature verifying = signature(key.getAlgorithm());
            verifying.initVerify(certified);
            verifying.update(text);
            return verifying.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Signature signature(String keyAlgorithm) throws GeneralSecurityException {
        if (!keyAlgorithm.equals("RSASSA-PSS")) {
            return Signature.getInstance("SHA256with" + (keyAlgorithm.equals("EC") ? "ECDSA" : "RSA"));
        }
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        return signature;
    }
}
