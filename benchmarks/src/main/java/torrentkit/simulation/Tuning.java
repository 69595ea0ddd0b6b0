package torrentkit.simulation;

import java.util.EnumMap;
import java.util.Map;

/** The positions of all knobs. Immutable. */
public final class Tuning {
    /** Every knob as the product has it. */
    public static final Tuning STANDARD = new Tuning(new EnumMap<>(Knob.class));

    private final Map<Knob, Double> turned;

    private Tuning(Map<Knob, Double> turned) {
        this.turned = turned;
    }

    /** The same with one knob in another position. */
    public Tuning with(Knob knob, double value) {
        Map<Knob, Double> more = new EnumMap<>(Knob.class);
        more.putAll(turned);
        more.put(knob, value);
        return new Tuning(more);
    }

    /** The same with the knobs that were turned in the other where they are there. */
    public Tuning with(Tuning other) {
        Map<Knob, Double> more = new EnumMap<>(Knob.class);
        more.putAll(turned);
        more.putAll(other.turned);
        return new Tuning(more);
    }

    /** The position of a knob. */
    public double of(Knob knob) {
        return turned.getOrDefault(knob, knob.standard());
    }

    int count(Knob knob) {
        return (int) of(knob);
    }

    long nanos(Knob milliseconds) {
        return (long) (of(milliseconds) * 1_000_000);
    }

    /** The knobs that were turned, as on a command line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        turned.forEach((knob, value) -> text.append(text.length() > 0 ? " " : "")
                .append(knob.label())
                .append('=')
                .append(value));
        return text.toString();
    }
}
