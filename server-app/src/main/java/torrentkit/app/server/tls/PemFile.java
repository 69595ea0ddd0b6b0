package torrentkit.app.server.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.app.server.text.Shown;

/**
 * A file of PEM blocks (RFC 7468): each a label and bytes, with whatever text between them.
 *
 * @param setting the key of the configuration that names the file; for messages
 */
record PemFile(String setting, Path path, List<Block> blocks) {
    private static final int MAX_BYTES = 32 << 20; // revocation lists of large organisations have megabytes
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----\\s*(.*?)-----END \\1-----", Pattern.DOTALL);

    /** @param encrypted whether a password is needed to make anything of the bytes, which then are none */
    record Block(String label, byte[] der, boolean encrypted) {}

    /** @throws ConfigurationException if it cannot be read, or holds no PEM block */
    static PemFile read(String setting, Path path) {
        String text;
        try {
            if (!Files.isRegularFile(path)) {
                throw problem(setting, path, Files.exists(path) ? "is not a file" : "does not exist", null);
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw problem(setting, path, "is larger than " + (MAX_BYTES >> 20) + " MiB", null);
                }
                text = new String(bytes, StandardCharsets.ISO_8859_1);
            }
        } catch (IOException e) {
            throw problem(setting, path, "cannot be read: check its owner and permissions", e);
        }
        List<Block> blocks = new ArrayList<>();
        for (Matcher found = BLOCK.matcher(text); found.find(); ) {
            boolean encrypted = found.group(2).startsWith("Proc-Type: 4,ENCRYPTED")
                    || found.group(1).startsWith("ENCRYPTED");
            try {
                byte[] der = encrypted ? new byte[0] : Base64.getMimeDecoder().decode(found.group(2));
                blocks.add(new Block(found.group(1), der, encrypted));
            } catch (IllegalArgumentException e) {
                throw problem(setting, path, "has a block " + found.group(1) + " that is not base64", e);
            }
        }
        if (blocks.isEmpty()) {
            throw problem(
                    setting, path, "holds no PEM block (-----BEGIN ...-----); convert a DER file with openssl", null);
        }
        return new PemFile(setting, path, List.copyOf(blocks));
    }

    /** @throws ConfigurationException if there is none, or one that is no X.509 certificate */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
                try {
                    certificates.add(
                            (X509Certificate) x509().generateCertificate(new ByteArrayInputStream(block.der())));
                } catch (CertificateException e) {
                    throw problem("holds a broken certificate", e);
                }
            }
        }
        if (certificates.isEmpty()) {
            throw problem(
                    "holds no certificate; its first block is " + blocks.get(0).label(), null);
        }
        return certificates;
    }

    /** @throws ConfigurationException if there is none, or one that is broken */
    List<X509CRL> revocationLists() {
        List<X509CRL> lists = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label().equals("X509 CRL")) {
                try {
                    lists.add((X509CRL) x509().generateCRL(new ByteArrayInputStream(block.der())));
                } catch (CRLException e) {
                    throw problem("holds a broken revocation list", e);
                }
            }
        }
        if (lists.isEmpty()) {
            throw problem(
                    "holds no revocation list; its first block is "
                            + blocks.get(0).label(),
                    null);
        }
        return lists;
    }

    private static CertificateFactory x509() {
        try {
            return CertificateFactory.getInstance("X.509");
        } catch (CertificateException e) {
            throw new IllegalStateException("every Java platform has X.509", e);
        }
    }

    /** @param what continues a sentence that begins with the file */
    ConfigurationException problem(String what, Throwable cause) {
        return problem(setting, path, what, cause);
    }

    static ConfigurationException problem(String setting, Path path, String what, Throwable cause) {
        return new ConfigurationException(
                "webserver." + setting + " " + Shown.text(path.toString()) + " " + what, cause);
    }
}
