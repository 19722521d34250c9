package org.convbook.cnn.nn;

import org.convbook.cnn.tensor.Tensor;

/**
 * LeNet-5's squashing function: y = 1.7159 · tanh(2x/3), which takes ±1 to about ±1.
 * <pre>
 * input   any shape
 * output  the same
 * </pre>
 *
 * @see <a href="https://doi.org/10.1109/5.726791">LeCun et al. 1998, Gradient-based learning applied to document recognition, appendix A</a>
 */
public final class ScaledTanh extends Layer {
    private static final double AMPLITUDE = 1.7159;
    private static final double SLOPE = 2.0 / 3;

    /** The function has no settings. */
    public ScaledTanh() {}

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return x.mul(SLOPE).tanh().mul(AMPLITUDE);
    }
}
