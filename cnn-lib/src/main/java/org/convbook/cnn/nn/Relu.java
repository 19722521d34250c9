package org.convbook.cnn.nn;

import org.convbook.cnn.tensor.Tensor;

/**
 * The rectifier: y = max(0, x); dy/dx = 1 where x &gt; 0, else 0, also at 0. What flows back follows the pass's
 * {@link org.convbook.cnn.tensor.ReluRule}.
 * <pre>
 * input   any shape
 * output  the same
 * </pre>
 */
public final class Relu extends Layer {
    /** The function has no settings. */
    public Relu() {}

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return x.relu();
    }
}
