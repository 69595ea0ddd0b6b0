package torrentkit.app.server.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import torrentkit.app.server.text.Shown;

/** What to say about the dates of a certificate. */
final class Validity {
    private static final Duration SOON = Duration.ofDays(14);

    private Validity() {}

    /** Warns of a certificate that is not valid now or soon will not be: a reason for clients to go, but not for us to stop. */
    static void warn(String where, X509Certificate certificate, Consumer<String> warnings) {
        Instant now = Instant.now();
        Instant end = certificate.getNotAfter().toInstant();
        Instant start = certificate.getNotBefore().toInstant();
        String which = where + ": the certificate of " + subject(certificate);
        if (end.isBefore(now)) {
            warnings.accept(which + " expired on " + end + ": nobody trusts it any more; renew it");
        } else if (start.isAfter(now)) {
            warnings.accept(which + " is not valid before " + start + ": nobody trusts it yet; is the clock right?");
        } else if (end.isBefore(now.plus(SOON))) {
            warnings.accept(which + " expires on " + end + "; renew it");
        }
    }

    static String subject(X509Certificate certificate) {
        return Shown.text(certificate.getSubjectX500Principal().getName());
    }
}
