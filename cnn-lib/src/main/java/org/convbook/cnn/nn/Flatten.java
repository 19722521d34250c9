package org.convbook.cnn.nn;

import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;

/**
 * All values of an image in one row, in the order channel, row, column.
 * <pre>
 * input   [N, C, H, W] or any [N, …]
 * output  [N, C*H*W]
 * </pre>
 * An input without axes is a {@link org.convbook.cnn.tensor.ShapeException}.
 */
public final class Flatten extends Layer {
    /** The function has no settings. */
    public Flatten() {}

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        if (x.shape().rank() == 0) throw new ShapeException("flatten", "input has no axes, expected [N, …]", "");
        int features = 1;
        for (int axis = 1; axis < x.shape().rank(); axis++) features *= x.shape().size(axis);
        return x.reshape(x.shape().size(0), features);
    }
}
