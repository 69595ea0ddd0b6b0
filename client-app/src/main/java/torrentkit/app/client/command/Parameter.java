package torrentkit.app.client.command;

import java.util.List;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A parameter of a command, known by its place among them, and its value. */
public final class Parameter<T> extends Argument<T> {
    private final PositionalParamSpec.Builder spec;

    private Parameter(Class<?> type, T initial, String label, boolean required) {
        super(initial);
        spec = PositionalParamSpec.builder()
                .type(type)
                .initialValue(initial)
                .paramLabel(label)
                .required(required);
    }

    public static Parameter<String> text(String label) {
        return new Parameter<>(String.class, null, label, true);
    }

    /** One that may be left out. */
    public static Parameter<String> optional(String label) {
        Parameter<String> parameter = new Parameter<>(String.class, null, label, false);
        parameter.spec.arity("0..1");
        return parameter;
    }

    /** All that are left, at least so many. */
    public static Parameter<List<String>> texts(String label, int atLeast) {
        Parameter<List<String>> parameter = new Parameter<>(List.class, List.of(), label, atLeast > 0);
        parameter.spec.arity(atLeast + "..*");
        return parameter;
    }

    public Parameter<T> description(String text) {
        spec.description(text);
        return this;
    }

    /** Its place, from 0, where there is more than one parameter. */
    public Parameter<T> at(int place) {
        spec.index(Integer.toString(place));
        return this;
    }

    /** What stands for it when it is not given. */
    public Parameter<T> orElse(T value) {
        spec.defaultValue(value.toString());
        return this;
    }

    @Override
    public void addTo(Syntax syntax) {
        Binding binding = new Binding();
        syntax.spec().addPositional(spec.getter(binding).setter(binding).build());
    }
}
