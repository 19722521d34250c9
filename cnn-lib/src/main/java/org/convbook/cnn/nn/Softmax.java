package org.convbook.cnn.nn;

import org.convbook.cnn.tensor.Tensor;

/**
 * Probabilities from scores: y = e<sup>x</sup> / Σ e<sup>x</sup> over axis 1. Losses take logits: do not put this before one.
 * <pre>
 * input   [N, K, …]
 * output  the same
 * </pre>
 * An input without an axis 1 is a {@link org.convbook.cnn.tensor.ShapeException}.
 */
public final class Softmax extends Layer {
    /** The function has no settings. */
    public Softmax() {}

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return x.softmax();
    }
}
