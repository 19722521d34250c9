package org.convbook.cnn.nn;

import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;

/**
 * Sets whole channels to zero at random while training, and scales the others up so that the mean stays; rests in inference. Neighbouring
 * pixels tell much the same, so that single ones are hardly missed.
 * <pre>
 * input   [N, C, …]
 * output  the same      training: x * m / (1 - p), m[n, c] = 1 with probability 1 - p, else 0;   inference: x
 * </pre>
 * {@code p} is the chance to <b>drop</b> a channel. A p outside [0, 1) is an {@link IllegalArgumentException}, an input without channels a
 * {@link ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1411.4280">Tompson et al. 2015, Efficient object localization (SpatialDropout)</a>
 */
public final class Dropout2d extends Layer {
    private final double p;

    /** Drops each channel of each image with probability p. */
    public Dropout2d(double p) {
        if (!(p >= 0 && p < 1)) throw new IllegalArgumentException("Dropout2d: p must be in [0, 1), got " + p);   // also NaN
        this.p = p;
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        if (x.shape().rank() < 2) throw new ShapeException("dropout2d", "input is " + x.shape() + ", expected [N, C, …]", "");
        if (!pass.training() || p == 0) return x;
        Shape channels = x.shape();
        for (int axis = 2; axis < channels.rank(); axis++) channels = channels.with(axis, 1);
        return x.mul(Tensor.bernoulli(x.backend(), pass.random(), 1 - p, channels).mul(1 / (1 - p)));   // keeps the mean
    }

    @Override
    public String toString() {
        return "Dropout2d(" + p + ")";
    }
}
