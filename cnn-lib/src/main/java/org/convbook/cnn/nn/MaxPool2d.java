package org.convbook.cnn.nn;

import org.convbook.cnn.tensor.MaxPooled;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * The maximum of each window; of equal values the first in row order gets the gradient.
 * <pre>
 * input   [N, C, H, W]
 * output  [N, C, H', W']     H' = floor((H + 2*padding - kH) / stride) + 1
 * </pre>
 * Padding counts as −infinity and may be half the kernel at most. A wrong window is an {@link IllegalArgumentException}, a wrong input a
 * {@link org.convbook.cnn.tensor.ShapeException}. A {@link MaxUnpool2d} can put values back where the maxima were.
 */
public final class MaxPool2d extends Layer {
    private final Window window;

    /** Windows of this size, side by side. */
    public MaxPool2d(int kernelSize) {
        this(Window.of(kernelSize).stride(kernelSize));
    }

    /** These windows. */
    public MaxPool2d(Window window) {
        this.window = window.pooling("MaxPool2d");
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        MaxPooled pooled = x.maxPool2dWithSwitches(window);
        pass.leave(this, pooled.switches());
        return pooled.y();
    }

    @Override
    protected Window window() {
        return window;
    }

    @Override
    public String toString() {
        return "MaxPool2d(" + window + ")";
    }
}
