package torrentkit.app.client.source;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

/** Makes TLS contexts of PEM files. Loaded only by runs that name such files, since it brings much with it. */
final class TlsContexts {
    private TlsContexts() {}

    static void apply(HttpTls tls, boolean ours, HttpsURLConnection connection) {
        connection.setSSLSocketFactory(((JdkSslContext) of(tls, ours)).context().getSocketFactory());
        if (tls.insecure()) {
            connection.setHostnameVerifier((host, session) -> true);
        }
    }

    static SslContext of(HttpTls tls, boolean ours) {
        SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
        if (tls.insecure()) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null);
        } else {
            builder.endpointIdentificationAlgorithm("HTTPS");
            tls.authorities().ifPresent(file -> trust(builder, file));
        }
        if (ours && tls.certificate().isPresent()) {
            identify(
                    builder,
                    tls.certificate().get(),
                    tls.key().orElse(tls.certificate().get()));
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new Failure(ExitCode.OTHER, "TLS cannot be set up with these certificates: " + e.getMessage(), e);
        }
    }

    private static void trust(SslContextBuilder builder, Path file) {
        try {
            builder.trustManager(readable("--cacert", file));
        } catch (IllegalArgumentException e) {
            throw unusable(
                    "--cacert", file, "certificates in PEM form (-----BEGIN CERTIFICATE-----) that are trusted", e);
        }
    }

    private static void identify(SslContextBuilder builder, Path certificate, Path key) {
        File chain = readable("--cert", certificate);
        File secret = readable("--key", key);
        try {
            builder.keyManager(chain, secret);
        } catch (IllegalArgumentException e) {
            boolean named = !key.equals(certificate);
            throw unusable(
                    named ? "--cert and --key" : "--cert",
                    certificate,
                    "a certificate and its private key in PEM form"
                            + (named ? ", the key in " + key : ", both in this file, or the key named with --key")
                            + ", PKCS #8 without a password ('openssl pkey -in KEY -out NEW' makes that)",
                    e);
        }
    }

    private static File readable(String option, Path file) {
        if (!Files.exists(file)) {
            throw new Failure(ExitCode.NOT_FOUND, "Option " + option + ": there is no file " + file + ".");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new Failure(
                    ExitCode.CANNOT_OPEN,
                    "Option " + option + ": " + file + " is no file that can be read. Check its permissions.");
        }
        return file.toFile();
    }

    private static Failure unusable(String option, Path file, String expected, Exception cause) {
        return new Failure(
                ExitCode.BAD_OPTION,
                "Option " + option + ": expected " + expected + ", and found something else in " + file + ".",
                cause);
    }
}
