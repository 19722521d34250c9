package org.convbook.cnn.nn;

import org.convbook.cnn.tensor.Tensor;

/**
 * The leaky rectifier: y = x where x &gt; 0, else slope · x; dy/dx = 1 where x &gt; 0, else slope, also at 0. What flows back follows the
 * pass's {@link org.convbook.cnn.tensor.ReluRule}.
 * <pre>
 * input   any shape
 * output  the same
 * </pre>
 * A slope below 0 or not finite is an {@link IllegalArgumentException}.
 *
 * @see <a href="https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf">Maas et al. 2013, Rectifier nonlinearities</a>
 */
public final class LeakyRelu extends Layer {
    private final double slope;

    /** With the paper's slope, 0.01. */
    public LeakyRelu() {
        this(0.01);
    }

    /** With this slope for negative values. */
    public LeakyRelu(double slope) {
        if (!(slope >= 0 && slope < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("LeakyRelu: slope must be at least 0 and finite, got " + slope);
        }
        this.slope = slope;
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return x.leakyRelu(slope);
    }

    @Override
    public String toString() {
        return "LeakyRelu(" + slope + ")";
    }
}
