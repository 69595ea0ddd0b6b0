package torrentkit.app.server.authorization;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A regular expression of the operator that is held against text of a stranger. A match that backtracks without end is given up
 * after a fixed number of characters looked at: {@link ExhaustedException}.
 */
final class BoundedRegex {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedRegex.class);

    /** Characters that a match may look at; an ordinary one looks at each character a few times. */
    static final int MAX_STEPS = 100_000;

    private final Pattern pattern;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @throws PatternSyntaxException if it is none */
    BoundedRegex(String regex) {
        pattern = Pattern.compile(regex, Pattern.DOTALL); // a line end in a file name is a character like others
    }

    /** A match was given up. What it would have decided is to be denied. */
    static final class ExhaustedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ExhaustedException(String regex) {
            super("the regular expression " + regex + " needs too many steps", null, false, false);
        }
    }

    int groupCount() {
        return pattern.matcher("").groupCount();
    }

    String regex() {
        return pattern.pattern();
    }

    /**
     * Matches the whole text.
     *
     * @return the matcher with its groups
     * @throws ExhaustedException if that takes too long
     */
    Optional<Matcher> matches(String text) {
        Matcher matcher = pattern.matcher(new Steps(text));
        return within(matcher::matches) ? Optional.of(matcher) : Optional.empty();
    }

    /**
     * Finds a part of the text that matches.
     *
     * @throws ExhaustedException if that takes too long
     */
    boolean finds(String text) {
        return within(pattern.matcher(new Steps(text))::find);
    }

    private interface Attempt {
        boolean succeeds();
    }

    private boolean within(Attempt attempt) {
        try {
            return attempt.succeeds();
        } catch (OutOfStepsException | StackOverflowError e) { // the JDK's matcher recurses into alternatives
            ExhaustedException exhausted = new ExhaustedException(regex());
            if (!warned.getAndSet(true)) {
                LOG.warn("{}; what it would decide is denied", exhausted.getMessage());
            }
            throw exhausted;
        }
    }

    private static final class OutOfStepsException extends RuntimeException {
        private static final long serialVersionUID = 1;

        OutOfStepsException() {
            super(null, null, false, false);
        }
    }

    /** Text that can be looked at a limited number of times. */
    private static final class Steps implements CharSequence {
        private final String text;
        private int left = MAX_STEPS;

        Steps(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new OutOfStepsException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
