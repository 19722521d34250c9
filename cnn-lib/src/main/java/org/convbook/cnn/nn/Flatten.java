package org.convbook.cnn.nn;

import org.convbook.cnn.tensor.Tensor;

/**
 * All values of an image in one row, in the order channel, row, column.
 * <pre>
 * input   [N, C, H, W] or any [N, …]
 * output  [N, C*H*W]
 * </pre>
 */
public final class Flatten extends Layer {
    /** The function has no settings. */
    public Flatten() {}

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        int n = x.shape().size(0);
        return x.reshape(n, n == 0 ? 0 : x.shape().count() / n);
    }
}
