package org.convbook.cnn.nn;

import org.convbook.cnn.tensor.Tensor;

/**
 * The exponential linear unit: y = x where x &gt; 0, else alpha · (e<sup>x</sup> − 1); dy/dx = 1 where x &gt; 0, else y + alpha. What flows
 * back follows the pass's {@link org.convbook.cnn.tensor.ReluRule}.
 * <pre>
 * input   any shape
 * output  the same
 * </pre>
 * An alpha below 0 or not finite is an {@link IllegalArgumentException}.
 *
 * @see <a href="https://arxiv.org/abs/1511.07289">Clevert et al. 2016, Exponential linear units</a>
 */
public final class Elu extends Layer {
    private final double alpha;

    /** With alpha 1. */
    public Elu() {
        this(1);
    }

    /** With this alpha: large negative values give −alpha. */
    public Elu(double alpha) {
        if (!(alpha >= 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("Elu: alpha must be at least 0 and finite, got " + alpha);
        }
        this.alpha = alpha;
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return x.elu(alpha);
    }

    @Override
    public String toString() {
        return "Elu(" + alpha + ")";
    }
}
