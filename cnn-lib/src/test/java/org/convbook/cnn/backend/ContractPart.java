package org.convbook.cnn.backend;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** What each part of {@link BackendContract} works with. */
public interface ContractPart {
    /** The seed of all random shapes and values; every failure names it. Another: {@code -Dconvbook.seed=…}. */
    long SEED = Long.getLong("convbook.seed", 20261121L);

    /** The backend under test. */
    Backend backend();

    /** How far one operation may be off; see {@code Tolerance}. */
    double tolerance();

    /** How far a few operations in a row may be off. */
    double chainTolerance();

    /** A new generator, the same for each test. */
    default Random random() {
        return new Random(SEED);
    }

    /** Text for a failure. */
    default String seeded(Object what) {
        return what + " (seed " + SEED + ")";
    }

    /**
     * The values on the backend, at random in the layout of an upload, of a transposition, or of the result of a product, which a backend
     * may keep in a layout of its own.
     */
    default Buffer put(Random rng, Values values) {
        Shape shape = values.shape();
        int kind = shape.count() == 0 ? 0 : rng.nextInt(3);
        if (kind == 0) return values.on(backend());
        if (kind == 1) return transposedTwice(values);
        if (shape.rank() > 2 && shape.rank() < 6) return throughConvolution(values.on(backend()));
        if (shape.rank() == 2) return throughProduct(values.on(backend()));
        Shape image = Shape.of(1, shape.rank() == 0 ? 1 : shape.size(0), 1, shape.rank() == 0 ? 1 : shape.count() / shape.size(0));
        return backend().reshape(throughConvolution(backend().reshape(values.on(backend()), image)), shape);
    }

    private Buffer transposedTwice(Values values) {
        int rank = values.shape().rank();
        int[] axes = new int[rank];
        for (int i = 0; i < rank; i++) axes[i] = rank - 1 - i;
        return backend().transpose(backend().transpose(values.on(backend()), axes), axes);
    }

    /** The same values, as a 1x1 convolution with the identity returns them. */
    default Buffer throughConvolution(Buffer x) {
        int channels = x.shape().size(1);
        int[] sizes = new int[x.shape().rank()];
        Arrays.fill(sizes, 1);
        Shape weight = Shape.of(sizes).with(0, channels).with(1, channels);
        Buffer identity = Values.of(weight, i -> i[0] == i[1] ? 1 : 0).on(backend());
        return backend().conv(new ConvShape(x.shape(), weight, x.shape(), 1, 0, 1, 1), x, identity, null);
    }

    /** The same values, as a product with the identity returns them. */
    default Buffer throughProduct(Buffer x) {
        int columns = x.shape().size(1);
        return backend().matmul(x, false, Values.of(Shape.of(columns, columns), i -> i[0] == i[1] ? 1 : 0).on(backend()), false, null);
    }

    /** Compares a result of one operation. */
    default void check(Values expected, Buffer actual, Object what) {
        expected.assertClose(backend(), actual, tolerance(), seeded(what));
    }

    /** Compares a result of a few operations in a row. */
    default void checkChain(Values expected, Buffer actual, Object what) {
        expected.assertClose(backend(), actual, chainTolerance(), seeded(what));
    }

    /** The bytes in use once the collector has found what earlier tests left without a scope. */
    default long settledBytes() {
        long before;
        long now = backend().bytesInUse();
        do {
            before = now;
            System.gc();
            LockSupport.parkNanos(30_000_000);
            now = backend().bytesInUse();
        } while (now != before);
        return now;
    }

    /** A random size in [1, most]. */
    static int size(Random rng, int most) {
        return 1 + rng.nextInt(most);
    }
}
