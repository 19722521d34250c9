package org.convbook.cnn.backend.cuda;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.convbook.cnn.backend.Shape;

/**
 * Axes to walk along, outermost first, with the stride of each of several tensors: as few as possible, since neighbouring axes that lie one
 * behind the other in all of them are one. The structures of the kernels are made of them.
 */
final class Walk {
    /** As many as the kernels have room for. */
    private static final int MOST_AXES = 8;

    private final List<int[]> axes = new ArrayList<>();   // size, then the strides
    private final int tensors;

    /** Over some axes of a shape, in the order in which they lie in the last of the tensors. */
    private Walk(Shape shape, List<Integer> which, int[]... strides) {
        tensors = strides.length;
        int[] order = strides[strides.length - 1];
        List<Integer> sorted = new ArrayList<>(which);
        sorted.removeIf(axis -> shape.size(axis) == 1);
        sorted.sort(Comparator.comparingInt((Integer axis) -> order[axis]).reversed());
        for (int axis : sorted) {
            int[] next = new int[tensors + 1];
            next[0] = shape.size(axis);
            for (int t = 0; t < tensors; t++) next[t + 1] = strides[t][axis];
            if (!joined(next)) axes.add(next);
        }
        if (axes.size() > MOST_AXES) throw new IllegalArgumentException("a tensor of more than " + MOST_AXES + " axes that lie apart: " + shape);
    }

    static Walk over(Shape shape, int[]... strides) {
        return new Walk(shape, IntStream.range(0, shape.rank()).boxed().toList(), strides);
    }

    /** Makes the last axis and this one, which lies within it, one. */
    private boolean joined(int[] inner) {
        if (axes.isEmpty()) return false;
        int[] outer = axes.get(axes.size() - 1);
        for (int t = 1; t <= tensors; t++) if (outer[t] != inner[t] * inner[0]) return false;
        outer[0] *= inner[0];
        for (int t = 1; t <= tensors; t++) outer[t] = inner[t];
        return true;
    }

    /** The structure: the number of axes, their sizes, and for each tensor its strides; with as many tensors as asked for. */
    int[] structure(int wanted) {
        int[] s = new int[1 + MOST_AXES * (wanted + 1)];
        s[0] = axes.size();
        for (int column = 0; column <= tensors; column++) {
            for (int axis = 0; axis < axes.size(); axis++) s[1 + MOST_AXES * column + axis] = axes.get(axis)[column];
        }
        return s;
    }

    /** From x to a result: Walk with a, no b, and y. */
    static int[] copy(Shape shape, int[] from, int[] to) {
        return over(shape, from, new int[shape.rank()], to).structure(3);
    }

    /** Of a tensor of this shape, the strides seen from a larger one: 0 along axes that are repeated. */
    static int[] repeating(CudaBuffer small, Shape large) {
        int[] own = small.strides();
        int[] result = new int[large.rank()];
        for (int i = 1; i <= own.length; i++) result[large.rank() - i] = small.shape().size(-i) == 1 ? 0 : own[own.length - i];
        return result;
    }

    /** A reduction of x to a shape: what stays with strides in x and y, and what goes with strides in x. */
    static int[] reduction(Shape x, int[] strides, Shape to, int[] result) {
        List<Integer> outer = new ArrayList<>();
        List<Integer> inner = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) (x.size(axis) == to.size(axis) ? outer : inner).add(axis);
        int[] stays = new Walk(x, outer, strides, result).structure(2);
        int[] goes = new Walk(x, inner, strides).structure(1);
        return IntStream.concat(IntStream.of(stays), IntStream.of(goes)).toArray();
    }
}
