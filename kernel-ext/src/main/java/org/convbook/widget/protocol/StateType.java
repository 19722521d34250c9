package org.convbook.widget.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How the values of one attribute travel. On the wire a value is null, a Boolean, a Number, a String, a List, a Map, bytes, or the
 * {@link WidgetModel} that it refers to.
 *
 * @param words what a value must be, for errors: "a whole number"
 * @param fits  whether a value from the wire is one of this type
 * @param read  the Java value of a wire value that fits
 * @param write the wire value of a Java value
 * @param <T>   the Java type
 */
public record StateType<T>(String words, Predicate<Object> fits, Function<Object, T> read, Function<T, Object> write) {
    /** Whole numbers of 32 bits. */
    public static final StateType<Integer> INT = new StateType<>("a whole number", StateType::isInt, v -> ((Number) v).intValue(), v -> v);

    /** Finite numbers: JSON has no others. */
    public static final StateType<Double> FLOAT =
        new StateType<>("a finite number", v -> v instanceof Number n && Double.isFinite(n.doubleValue()), v -> ((Number) v).doubleValue(), v -> v);

    /** True and false. */
    public static final StateType<Boolean> FLAG = new StateType<>("true or false", v -> v instanceof Boolean, v -> (Boolean) v, v -> v);

    /** Text. */
    public static final StateType<String> TEXT = new StateType<>("text", v -> v instanceof String, v -> (String) v, v -> v);

    /** Bytes, which travel as a binary buffer. */
    public static final StateType<byte[]> BYTES = new StateType<>("bytes", v -> v instanceof byte[], v -> ((byte[]) v).clone(), v -> v);

    /** Any JSON value. */
    public static final StateType<Object> JSON = new StateType<>("JSON", v -> true, v -> v, v -> v);

    /** A reference to a model, which only the kernel sets. */
    public static final StateType<WidgetModel> MODEL =
        new StateType<>("a model of this kernel", v -> v instanceof WidgetModel, v -> (WidgetModel) v, v -> v);

    /** A list of values of the type. */
    public static <T> StateType<List<T>> listOf(StateType<T> type) {
        return new StateType<>("a list, each entry " + type.words, v -> v instanceof List<?> l && l.stream().allMatch(type.fits),
            v -> ((List<?>) v).stream().map(type.read).toList(), v -> v.stream().map(type.write).toList());
    }

    /** The type, or null. */
    public static <T> StateType<T> orNull(StateType<T> type) {
        return new StateType<>(type.words + " or null", v -> v == null || type.fits.test(v), v -> v == null ? null : type.read.apply(v),
            v -> v == null ? null : type.write.apply(v));
    }

    /** A choice; on the wire the constant's name in small letters, and empty text for a constant NONE. */
    public static <E extends Enum<E>> StateType<E> choice(Class<E> type) {
        Map<Object, E> known = new java.util.LinkedHashMap<>();
        for (E e : type.getEnumConstants()) known.put(wire(e), e);
        String words = "one of " + String.join(", ", Arrays.stream(type.getEnumConstants()).map(e -> '"' + wire(e) + '"').toList());
        return new StateType<>(words, known::containsKey, known::get, StateType::wire);
    }

    private static String wire(Enum<?> e) {
        return e.name().equals("NONE") ? "" : e.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean isInt(Object v) {
        return v instanceof Number n && n.doubleValue() == n.intValue();
    }
}
