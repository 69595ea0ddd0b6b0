package torrentkit.app.client.doctor;

import java.util.Optional;
import torrentkit.app.client.outcome.ExitCode;

/**
 * What one check has found. Texts are as they came, not cleaned.
 *
 * @param subject what was looked at
 * @param verdict what to think of it
 * @param text a sentence about what is
 * @param advice a sentence about what to do, for everything that is not as it should be
 * @param code what a download would probably end with
 */
record Finding(Subject subject, Verdict verdict, String text, Optional<String> advice, ExitCode code) {
    /** What is looked at, in this order. */
    enum Subject {
        SOURCE,
        NAME,
        TRACKER,
        ADDRESS,
        PEERS,
        INBOUND,
        DISK,
        CLOCK
    }

    /** What to think of a finding. */
    enum Verdict {
        OK,
        /** A download works, but worse than it could; or nothing can be said. */
        WARNING,
        /** A download will not work. */
        PROBLEM
    }

    static Finding ok(Subject subject, String text) {
        return new Finding(subject, Verdict.OK, text, Optional.empty(), ExitCode.OK);
    }

    static Finding warning(Subject subject, String text, String advice) {
        return new Finding(subject, Verdict.WARNING, text, Optional.of(advice), ExitCode.OK);
    }

    static Finding problem(Subject subject, ExitCode code, String text, String advice) {
        return new Finding(subject, Verdict.PROBLEM, text, Optional.of(advice), code);
    }
}
