package org.convbook.cnn.nn;

import org.convbook.cnn.tensor.Tensor;

/**
 * Sets values to zero at random while training, and scales the others up so that the mean stays; rests in inference.
 * <pre>
 * input   any shape
 * output  the same      training: x * m / (1 - p), m = 1 with probability 1 - p, else 0;   inference: x
 * </pre>
 * {@code p} is the chance to <b>drop</b> a value (the paper's p is the chance to keep it).
 * A p outside [0, 1) is an {@link IllegalArgumentException}.
 *
 * @see <a href="https://jmlr.org/papers/v15/srivastava14a.html">Srivastava et al. 2014, Dropout</a>
 */
public final class Dropout extends Layer {
    private final double p;

    /** Drops each value with probability p. */
    public Dropout(double p) {
        if (!(p >= 0 && p < 1)) throw new IllegalArgumentException("Dropout: p must be in [0, 1), got " + p);   // also NaN
        this.p = p;
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        if (!pass.training() || p == 0) return x;
        return x.mul(Tensor.bernoulli(x, pass.random(), 1 - p).mul(1 / (1 - p)));   // keeps the mean
    }

    @Override
    public String toString() {
        return "Dropout(" + p + ")";
    }
}
