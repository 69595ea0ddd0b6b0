package torrentkit.app.client.packaging;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what lambdas and method references of many kinds do: a program of which each line is the same, whatever they are made as. */
final class EveryLambda extends EveryLambdaParent {
    private final String name;

    private EveryLambda(String name) {
        this.name = name;
    }

    public static void main(String[] arguments) {
        new EveryLambda("it").lines().forEach(System.out::println);
    }

    private Stream<String> lines() {
        return Stream.of(
                        captures(),
                        references(),
                        conversions(),
                        constructors(),
                        inherited(),
                        interfaces(),
                        identities())
                .flatMap(List::stream);
    }

    private List<String> captures() {
        boolean flag = name.length() == 2;
        byte small = (byte) name.length();
        char letter = name.charAt(0);
        long wide = 1L << 40;
        double real = name.length() / 4.0;
        int[] array = {1, 2};
        BiFunction<Long, String, String> all =
                (number, text) -> name + flag + small + letter + wide + real + array.length + number + text;
        Supplier<Supplier<String>> nested = () -> () -> name + wide;
        Supplier<Object> within = () -> new Object() {
            @Override
            public String toString() {
                return name + real;
            }
        };
        return List.of(all.apply(3L, "end"), nested.get().get(), within.get().toString());
    }

    private List<String> references() {
        Function<String, Integer> length = String::length;
        Supplier<String> bound = name::toUpperCase;
        UnaryOperator<String> own = this::quoted;
        BiFunction<EveryLambda, String, String> unbound = EveryLambda::quoted;
        Function<List<String>, Integer> size = List::size;
        Supplier<String> notThere = () -> failure(() -> ((Supplier<String>) missing()::trim).get());
        return List.of(
                length.apply("four").toString(),
                bound.get(),
                own.apply("x"),
                unbound.apply(this, "y"),
                size.apply(List.of("a")).toString(),
                notThere.get());
    }

    private static List<String> conversions() {
        Function<Integer, Integer> unboxedAndBoxed = Math::abs;
        ToLongFunction<Integer> unboxedAndWidened = EveryLambda::twice;
        IntToLongFunction widened = EveryLambda::twice;
        IntFunction<Object> boxed = Integer::valueOf;
        IntFunction<Comparable<?>> boxedAsMore = number -> number;
        ToDoubleFunction<Character> letterAsNumber = EveryLambda::half;
        ToIntFunction<Byte> byteAsInt = Byte::intValue;
        LongSupplier intAsLong = "four"::length;
        DoubleSupplier longAsDouble = () -> twice(4);
        BooleanSupplier bool = Boolean.TRUE::booleanValue;
        Function<Object, String> variable = EveryLambda::joined;
        Runnable dropsResult = "a"::length;
        Runnable dropsWideResult = System::nanoTime;
        dropsResult.run();
        dropsWideResult.run();
        return List.of(
                unboxedAndBoxed.apply(-3).toString(),
                Long.toString(unboxedAndWidened.applyAsLong(5)),
                Long.toString(widened.applyAsLong(6)),
                boxed.apply(7).toString(),
                boxedAsMore.apply(8).toString(),
                Double.toString(letterAsNumber.applyAsDouble('a')),
                Integer.toString(byteAsInt.applyAsInt((byte) -1)),
                Long.toString(intAsLong.getAsLong()),
                Double.toString(longAsDouble.getAsDouble()),
                Boolean.toString(bool.getAsBoolean()),
                variable.apply("z"),
                failure(() -> castWrongly(String::length)),
                failure(() -> castWrongly((Integer number) -> number + 1)));
    }

    private static List<String> constructors() {
        Function<String, EveryLambda> ofPrivate = EveryLambda::new;
        Supplier<Nested> ofNested = Nested::new;
        IntFunction<int[][]> ofArray = int[][]::new;
        UnaryOperator<int[]> copy = int[]::clone;
        Function<String, StringBuilder> ofOther = StringBuilder::new;
        return List.of(
                ofPrivate.apply("made").name,
                ofNested.get().toString(),
                Integer.toString(ofArray.apply(3).length),
                Integer.toString(copy.apply(new int[] {9})[0]),
                ofOther.apply("text").toString());
    }

    /** The bodies of both classes' lambdas have the same names. */
    private List<String> inherited() {
        Supplier<String> ofParent = super::title;
        Supplier<String> own = this::title;
        Supplier<String> text = super::toString;
        return List.of(
                ofParent.get(),
                own.get(),
                Boolean.toString(text.get().contains("EveryLambda")),
                parentsLambda().get());
    }

    private static List<String> interfaces() {
        Greeting greeting = () -> "you";
        return List.of(
                greeting.polite().get(),
                Greeting.GENERAL.get(),
                Greeting.of("all").name());
    }

    private static List<String> identities() {
        Supplier<?>[] made = new Supplier<?>[2];
        Supplier<?>[] bound = new Supplier<?>[2];
        for (int i = 0; i < 2; i++) {
            made[i] = () -> "same";
            int number = i;
            bound[i] = () -> number;
        }
        Comparator<String> serial = (Comparator<String> & Serializable) (a, b) -> b.compareTo(a);
        return List.of(
                Boolean.toString(made[0] == made[1]),
                Boolean.toString(bound[0] == bound[1]),
                Boolean.toString(serial instanceof Serializable),
                Stream.of("a", "b").sorted(serial).collect(Collectors.joining()));
    }

    @Override
    String title() {
        return "child";
    }

    private String quoted(String text) {
        return name + '"' + text + '"';
    }

    private static String missing() {
        return null;
    }

    private static int twice(int number) {
        return 2 * number;
    }

    private static double half(int number) {
        return number / 2.0;
    }

    private static String joined(Object... parts) {
        return Arrays.toString(parts);
    }

    /** A string where the lambda's own type says otherwise. */
    @SuppressWarnings("unchecked")
    private static <T> Object castWrongly(Function<T, Integer> function) {
        Function<Object, Integer> any = (Function<Object, Integer>) (Function<?, ?>) function;
        return any.apply(1.5);
    }

    private static String failure(Supplier<?> code) {
        try {
            return "no failure: " + code.get();
        } catch (RuntimeException e) {
            return e.getClass().getName();
        }
    }

    private static final class Nested {
        private Nested() {}

        @Override
        public String toString() {
            return "nested";
        }
    }

    private interface Greeting {
        Supplier<String> GENERAL = () -> "hello";

        String name();

        default Supplier<String> polite() {
            return () -> greet().get();
        }

        static Greeting of(String name) {
            return () -> name;
        }

        private Supplier<String> greet() {
            return () -> "dear " + name();
        }
    }
}
