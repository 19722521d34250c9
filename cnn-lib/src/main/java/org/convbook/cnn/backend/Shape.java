package org.convbook.cnn.backend;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The sizes of a tensor along its axes, outermost first; images are [N, C, H, W]. Immutable. A scalar has no axes and one value.
 * A negative size, or more than 2<sup>31</sup> − 1 values, is an {@link IllegalArgumentException}.
 */
public final class Shape {
    private final int[] sizes;
    private final int count;

    private Shape(int[] sizes) {
        long n = 1;
        for (int size : sizes) {
            if (size < 0) throw new IllegalArgumentException("a shape has no negative size, got " + Arrays.toString(sizes));
            n *= size;
            if (n > Integer.MAX_VALUE) throw new IllegalArgumentException("too many values for one tensor: " + Arrays.toString(sizes));
        }
        this.sizes = sizes;
        this.count = (int) n;
    }

    /** A shape of these sizes. */
    public static Shape of(int... sizes) {
        return new Shape(sizes.clone());
    }

    /** The number of axes. */
    public int rank() {
        return sizes.length;
    }

    /** The size along one axis; a negative axis counts from the end. */
    public int size(int axis) {
        return sizes[axis < 0 ? axis + sizes.length : axis];
    }

    /** The number of values: the product of the sizes, 1 for a scalar. */
    public int count() {
        return count;
    }

    /** The sizes, as a new array. */
    public int[] sizes() {
        return sizes.clone();
    }

    /** This shape with another size along one axis. */
    public Shape with(int axis, int size) {
        int[] s = sizes.clone();
        s[axis < 0 ? axis + s.length : axis] = size;
        return new Shape(s);
    }

    /** The distance in a row-major array between neighbours along each axis. */
    public int[] strides() {
        int[] s = new int[sizes.length];
        int n = 1;
        for (int i = s.length - 1; i >= 0; i--) {
            s[i] = n;
            n *= sizes[i];
        }
        return s;
    }

    /**
     * The shape of an elementwise operation on this shape and another: sizes are aligned at the last axis, and a size of 1 is repeated.
     *
     * @return null where the two do not fit
     */
    public Shape broadcast(Shape other) {
        int rank = Math.max(rank(), other.rank());
        int[] s = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int a = i <= rank() ? size(-i) : 1;
            int b = i <= other.rank() ? other.size(-i) : 1;
            if (a != b && a != 1 && b != 1) return null;
            s[rank - i] = a == 1 ? b : a;
        }
        return new Shape(s);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Shape s && Arrays.equals(sizes, s.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /** For example {@code [32, 3, 28, 28]}. */
    @Override
    public String toString() {
        return Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
