package org.convbook.cnn.backend.java;

import java.util.Arrays;
import java.util.List;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ReduceOp;
import org.convbook.cnn.backend.Shape;

/** Loops that move values about: repeat, reduce, transpose, cut and join. */
final class ShapeLoops {
    private ShapeLoops() {}

    /** For each value of {@code over} in row order, the sum of index times stride. */
    private static int[] walk(Shape over, int[] strides) {
        int[] offsets = new int[over.count()];
        int[] index = new int[over.rank()];
        int at = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = at;
            for (int axis = index.length - 1; axis >= 0; axis--) {
                at += strides[axis];
                if (++index[axis] < over.size(axis)) break;
                at -= strides[axis] * over.size(axis);
                index[axis] = 0;
            }
        }
        return offsets;
    }

    /** Strides of {@code small} seen from {@code large}: 0 along repeated axes. */
    private static int[] repeating(Shape small, Shape large) {
        int[] strides = small.strides();
        int[] result = new int[large.rank()];
        for (int i = 1; i <= small.rank(); i++) {
            result[large.rank() - i] = small.size(-i) == 1 ? 0 : strides[small.rank() - i];
        }
        return result;
    }

    static double[] expand(Buffer x, Shape to) {
        double[] values = JavaBuffer.of(x);
        if (x.shape().equals(to)) return values;
        int[] from = walk(to, repeating(x.shape(), to));
        double[] y = new double[to.count()];
        for (int i = 0; i < y.length; i++) y[i] = values[from[i]];
        return y;
    }

    static void reduce(ReduceOp op, Buffer x, Shape to, double[] y) {
        double[] values = JavaBuffer.of(x);
        int[] target = walk(x.shape(), repeating(to, x.shape()));
        Arrays.fill(y, op == ReduceOp.MAX ? Double.NEGATIVE_INFINITY : 0);
        for (int i = 0; i < values.length; i++) {
            int t = target[i];
            y[t] = op == ReduceOp.MAX ? Math.max(y[t], values[i]) : y[t] + values[i];
        }
        if (op != ReduceOp.MEAN) return;
        for (int i = 0; i < y.length; i++) y[i] = y[i] * y.length / values.length;
    }

    static void transpose(Buffer x, int[] axes, Shape to, double[] y) {
        int[] strides = x.shape().strides();
        int[] moved = new int[axes.length];
        for (int i = 0; i < axes.length; i++) moved[i] = strides[axes[i]];
        int[] from = walk(to, moved);
        double[] values = JavaBuffer.of(x);
        for (int i = 0; i < y.length; i++) y[i] = values[from[i]];
    }

    static void slice(Buffer x, int axis, int from, double[] y) {
        int inner = x.shape().strides()[axis];
        int size = x.shape().size(axis);
        int outer = x.shape().count() / Math.max(1, inner * size);
        int length = outer == 0 ? 0 : y.length / outer;
        for (int o = 0; o < outer; o++) System.arraycopy(JavaBuffer.of(x), (o * size + from) * inner, y, o * length, length);
    }

    static void concat(int axis, List<Buffer> parts, double[] y) {
        int inner = parts.get(0).shape().strides()[axis];
        int total = parts.stream().mapToInt(p -> p.shape().size(axis)).sum();
        int at = 0;
        for (Buffer part : parts) {
            int length = part.shape().size(axis) * inner;
            int outer = length == 0 ? 0 : part.shape().count() / length;
            for (int o = 0; o < outer; o++) System.arraycopy(JavaBuffer.of(part), o * length, y, o * total * inner + at, length);
            at += length;
        }
    }
}
