package org.convbook.cnn.nn;

import org.convbook.cnn.tensor.Tensor;

/**
 * The logistic function of each value: y = 1/(1 + e<sup>−x</sup>), dy/dx = y (1 − y).
 * <pre>
 * input   any shape
 * output  the same
 * </pre>
 */
public final class Sigmoid extends Layer {
    /** The function has no settings. */
    public Sigmoid() {}

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return x.sigmoid();
    }
}
