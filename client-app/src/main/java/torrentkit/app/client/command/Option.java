package torrentkit.app.client.command;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;

/** An option of a command: its names, what it takes and means, and its value. */
public final class Option<T> extends Argument<T> {
    private final OptionSpec.Builder spec;

    private Option(Class<?> type, T initial, String... names) {
        super(initial);
        spec = OptionSpec.builder(names).type(type).initialValue(initial);
    }

    /** One without a value. */
    public static Option<Boolean> flag(String... names) {
        return new Option<>(boolean.class, false, names);
    }

    public static Option<String> text(String... names) {
        return new Option<>(String.class, null, names);
    }

    /** One that may be given several times. */
    public static Option<List<String>> texts(String... names) {
        return new Option<>(List.class, List.of(), names);
    }

    public static Option<Integer> number(String... names) {
        return new Option<>(Integer.class, null, names);
    }

    public static Option<Double> decimal(String... names) {
        return new Option<>(Double.class, null, names);
    }

    /** One whose value is written in a way of its own. */
    public static <V> Option<V> of(Class<V> type, ITypeConverter<V> converter, String... names) {
        Option<V> option = new Option<>(type, null, names);
        option.spec.converters(converter);
        return option;
    }

    /** What the help text calls its value. */
    public Option<T> label(String label) {
        spec.paramLabel(label);
        return this;
    }

    public Option<T> description(String text) {
        spec.description(text);
        return this;
    }

    /** What stands for it when it is not given. */
    public Option<T> orElse(T value) {
        spec.initialValue(value);
        set(value);
        return this;
    }

    /** What it means without a value, which may be left out then. */
    public Option<T> alone(String value) {
        spec.arity("0..1").fallbackValue(value);
        return this;
    }

    /** What stands between several values given at once. */
    public Option<T> split(String separator) {
        spec.splitRegex(separator);
        return this;
    }

    @Override
    public void addTo(Syntax syntax) {
        Binding binding = new Binding();
        syntax.spec().addOption(spec.getter(binding).setter(binding).build());
    }
}
