package torrentkit.app.client.command;

import java.util.Optional;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;

/** An option or a parameter of a command, and its value once picocli has read the command line. */
public abstract class Argument<T> implements SyntaxPart {
    private T value;

    Argument(T value) {
        this.value = value;
    }

    /** What was given, or else what stands for it; null when there is neither. */
    public final T get() {
        return value;
    }

    /** The same, empty when there is neither. */
    public final Optional<T> value() {
        return Optional.ofNullable(value);
    }

    /** Whether there is a value. */
    public final boolean isPresent() {
        return value != null;
    }

    /** As if it were given. */
    public final void set(T newValue) {
        value = newValue;
    }

    /** Through which picocli reads and writes the value; that it is of the right type is the work of its converters. */
    final class Binding implements IGetter, ISetter {
        @Override
        @SuppressWarnings("unchecked")
        public <V> V get() {
            return (V) value;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <V> V set(V newValue) {
            V old = (V) value;
            value = (T) newValue;
            return old;
        }
    }
}
