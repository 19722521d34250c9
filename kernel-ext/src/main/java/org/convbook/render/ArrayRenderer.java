package org.convbook.render;

import java.lang.reflect.Array;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.convbook.chart.Numbers;

/**
 * An array of numbers, or of rows of numbers, as short text: {@code double[3] 0.10 0.25 0.65}. Long arrays show their first values.
 *
 * @param <T> the array type
 */
final class ArrayRenderer<T> extends TypeRenderer<T> {
    private static final int VALUES = 20;
    private static final int ROWS = 12;

    ArrayRenderer(Class<T> type) {
        super(type);
    }

    @Override protected Levels show(T array) {
        return Levels.of(text(array));
    }

    static String text(Object array) {
        String name = array.getClass().getSimpleName();
        int n = Array.getLength(array);
        String head = name.substring(0, name.indexOf("[]")) + "[" + n + "]" + name.substring(name.indexOf("[]") + 2);
        if (!array.getClass().getComponentType().isArray()) return (head + " " + values(array)).strip();
        String rows = IntStream.range(0, Math.min(n, ROWS)).mapToObj(i -> Array.get(array, i))
            .map(row -> "\n  " + (row == null ? "null" : row.getClass().getComponentType().isArray() ? text(row).replace("\n", "\n  ") : values(row)))
            .collect(Collectors.joining());
        return head + rows + (n > ROWS ? "\n  … " + Numbers.grouped(n - ROWS, " ") + " more rows" : "");
    }

    private static String values(Object array) {
        int n = Array.getLength(array), shown = Math.min(n, VALUES);
        if (array.getClass().getComponentType() == boolean.class)
            return IntStream.range(0, shown).mapToObj(i -> String.valueOf(Array.get(array, i))).collect(Collectors.joining(" ")) + more(n);
        double[] values = IntStream.range(0, shown).mapToDouble(i -> ((Number) Array.get(array, i)).doubleValue()).toArray();
        return String.join(" ", Numbers.formatAll(values)) + more(n);
    }

    private static String more(int n) {
        return n > VALUES ? " … " + Numbers.grouped(n - VALUES, " ") + " more" : "";
    }
}
