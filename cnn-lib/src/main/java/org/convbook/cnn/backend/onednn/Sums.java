package org.convbook.cnn.backend.onednn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.convbook.cnn.backend.Shape;

/**
 * Sums along the innermost and the outermost axes, in the order of memory, as products of a matrix with a vector of equal numbers: oneDNN's
 * own reduction has only a slow reference for most of them (25 ns a value on AVX2, as a product under 1).
 */
final class Sums {
    /** A product with a matrix of few columns wastes most of a vector register; more of its rows then count as one. */
    private static final int WIDE = 1024;

    private record Vector(int length, float value) {}

    private final OneDnnElements backend;
    private final Map<Vector, DnnBuffer> vectors = new HashMap<>();

    Sums(OneDnnElements backend) {
        this.backend = backend;
    }

    /** x with those of its axes summed up, times a factor, that such a product can reach on the way to a shape; x itself if there are none. */
    DnnBuffer toward(Shape to, DnnBuffer x, double factor) {
        int[] order = x.layout.order(to.rank());   // innermost first
        int first = 0;
        while (first < order.length && reduced(x.shape(), to, order[first])) first++;
        if (first == order.length) return everything(to, x, factor);
        int last = order.length;
        while (reduced(x.shape(), to, order[last - 1])) last--;
        DnnBuffer inside = along(x, to, order, 0, first);
        int inner = x.shape().count() / inside.shape().count();
        DnnBuffer y = inner == 1 ? x : product(x.shape().count() / inner, inner, 1, x.pointer(), vector(inner, factor).pointer(), inside);
        DnnBuffer outside = along(y, to, order, last, order.length);
        return columns(y, y.shape().count() / outside.shape().count(), outside, y == x ? factor : 1);
    }

    private static boolean reduced(Shape from, Shape to, int axis) {
        return from.size(axis) == 1 || to.size(axis) == 1;
    }

    /** Room for x with the axes order[from] … order[until − 1] as they are in another shape; x itself where that changes nothing. */
    private DnnBuffer along(DnnBuffer x, Shape to, int[] order, int from, int until) {
        Shape s = x.shape();
        for (int i = from; i < until; i++) s = s.with(order[i], to.size(order[i]));
        return s.equals(x.shape()) ? x : backend.fresh(s, x.layout);
    }

    private DnnBuffer everything(Shape to, DnnBuffer x, double factor) {
        int width = divisor(x.shape().count(), WIDE);
        DnnBuffer row = backend.fresh(Shape.of(width), Layout.PLAIN);
        int rows = x.shape().count() / width;
        product(1, rows, width, vector(rows, factor).pointer(), x.pointer(), row);
        return product(1, width, 1, vector(width, 1).pointer(), row.pointer(), backend.fresh(to, x.layout));
    }

    /** The sums of so many rows of x. */
    private DnnBuffer columns(DnnBuffer x, int rows, DnnBuffer y, double factor) {
        if (rows == 1) return x;
        int columns = y.shape().count();
        int together = divisor(rows, Math.max(1, WIDE / columns));
        if (together == 1 || together == rows) return product(1, rows, columns, vector(rows, factor).pointer(), x.pointer(), y);
        DnnBuffer few = backend.fresh(Shape.of(together, columns), Layout.PLAIN);
        product(1, rows / together, together * columns, vector(rows / together, factor).pointer(), x.pointer(), few);
        return product(1, together, columns, vector(together, 1).pointer(), few.pointer(), y);
    }

    /** The largest divisor up to a limit. */
    private static int divisor(int number, int limit) {
        for (int d = Math.min(number, limit); d > 1; d--) if (number % d == 0) return d;
        return 1;
    }

    private DnnBuffer product(int rows, int inner, int columns, Pointer a, Pointer b, DnnBuffer y) {
        backend.call("sum " + rows + " " + inner + " " + columns, y.shape(), backend.elements.matmul(rows, inner, columns, false, false, false),
            a, b, y.pointer());
        return y;
    }

    private DnnBuffer vector(int length, double value) {
        return vectors.computeIfAbsent(new Vector(length, (float) value), v -> backend.unscoped(() -> {
            DnnBuffer row = backend.fresh(Shape.of(length), Layout.PLAIN);
            float[] values = new float[length];
            Arrays.fill(values, v.value);
            row.block.put(values);
            return row;
        }));
    }
}
