package org.convbook.cnn.nn;

import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * The sum of each window; padding counts as zeros.
 * <pre>
 * input   [N, C, H, W]
 * output  [N, C, H', W']     H' = floor((H + 2*padding - kH) / stride) + 1
 * </pre>
 * Padding may be half the kernel at most. A wrong window is an {@link IllegalArgumentException}, a wrong input a
 * {@link org.convbook.cnn.tensor.ShapeException}.
 */
public final class SumPool2d extends Layer {
    private final Window window;

    /** Windows of this size, side by side. */
    public SumPool2d(int kernelSize) {
        this(Window.of(kernelSize).stride(kernelSize));
    }

    /** These windows. */
    public SumPool2d(Window window) {
        this.window = window.pooling("SumPool2d");
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return x.sumPool2d(window);
    }

    @Override
    protected Window window() {
        return window;
    }

    @Override
    public String toString() {
        return "SumPool2d(" + window + ")";
    }
}
