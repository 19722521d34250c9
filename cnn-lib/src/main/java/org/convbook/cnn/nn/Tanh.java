package org.convbook.cnn.nn;

import org.convbook.cnn.tensor.Tensor;

/**
 * The hyperbolic tangent of each value: y = tanh x, dy/dx = 1 − y².
 * <pre>
 * input   any shape
 * output  the same
 * </pre>
 */
public final class Tanh extends Layer {
    /** The function has no settings. */
    public Tanh() {}

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return x.tanh();
    }
}
