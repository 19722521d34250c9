package org.convbook.cnn.backend;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Random;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** An array in row order whose values a test computes by formula: what a backend's result is compared with. */
public record Values(Shape shape, double[] array) {
    /** The values of a formula over the index. */
    public static Values of(Shape shape, ToDoubleFunction<int[]> formula) {
        Values y = zeros(shape);
        int[] at = {0};
        y.forEach(index -> y.array[at[0]++] = formula.applyAsDouble(index));
        return y;
    }

    /** Given values. */
    public static Values of(double[] array, int... sizes) {
        return new Values(Shape.of(sizes), array);
    }

    /** Zeros. */
    public static Values zeros(Shape shape) {
        return new Values(shape, new double[shape.count()]);
    }

    /** Normally distributed float32 values. */
    public static Values normal(Random rng, int... sizes) {
        return of(Shape.of(sizes), index -> (float) rng.nextGaussian());
    }

    /** Calls for each index in row order; the array is used again. */
    public void forEach(Consumer<int[]> visitor) {
        int[] index = new int[shape.rank()];
        for (int i = 0; i < array.length; i++) {
            visitor.accept(index);
            for (int axis = index.length - 1; axis >= 0; axis--) {
                if (++index[axis] < shape.size(axis)) break;
                index[axis] = 0;
            }
        }
    }

    private int offset(int... index) {
        int at = 0;
        for (int axis = 0; axis < index.length; axis++) at = at * shape.size(axis) + index[axis];
        return at;
    }

    /** One value. */
    public double at(int... index) {
        return array[offset(index)];
    }

    /** Adds to one value. */
    public void add(double value, int... index) {
        array[offset(index)] += value;
    }

    /** The value at an index of a larger shape along which this one is repeated. */
    public double repeated(int... index) {
        int[] own = new int[shape.rank()];
        for (int i = 1; i <= own.length; i++) own[own.length - i] = shape.size(-i) == 1 ? 0 : index[index.length - i];
        return at(own);
    }

    /** The values as float32. */
    public float[] floats() {
        float[] f = new float[array.length];
        for (int i = 0; i < f.length; i++) f[i] = (float) array[i];
        return f;
    }

    /** These values on a backend. */
    public Buffer on(Backend backend) {
        return backend.upload(shape, floats());
    }

    /** Compares shape and values; NaN and infinities must agree exactly. */
    public void assertClose(Backend backend, Buffer actual, double tolerance, Object what) {
        if (!shape.equals(actual.shape())) fail(what + ": shape " + actual.shape() + ", expected " + shape);
        double[] got = backend.downloadDoubles(actual);
        if (got.length != array.length) fail(what + ": " + got.length + " values for " + shape);
        double scale = 1;
        for (double v : array) if (Double.isFinite(v)) scale = Math.max(scale, Math.abs(v));
        for (int i = 0; i < got.length; i++) {
            boolean same = Double.compare(got[i], array[i]) == 0 || Math.abs(got[i] - array[i]) <= tolerance * scale;
            if (!same) fail(what + ": value " + i + " of " + shape + " is " + got[i] + ", expected " + array[i] + " on " + backend.describe());
        }
    }
}
