package org.convbook.cnn.nn;

import java.util.random.RandomGenerator;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;

/** First values of parameters, drawn on the host: one seed starts every backend from the same numbers. */
final class Init {
    private Init() {}

    /** Uniform in ±1/√fanIn. */
    static Tensor uniform(int fanIn, RandomGenerator rng, int... shape) {
        int count = Shape.of(shape).count();
        float[] values = new float[count];
        double bound = 1 / Math.sqrt(fanIn);
        for (int i = 0; i < count; i++) values[i] = (float) ((2 * rng.nextDouble() - 1) * bound);
        return Tensor.of(values, shape);
    }
}
