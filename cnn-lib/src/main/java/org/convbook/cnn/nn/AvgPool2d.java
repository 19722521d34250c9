package org.convbook.cnn.nn;

import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * The average of each window; padding counts as zeros, unless only pixels are to count.
 * <pre>
 * input   [N, C, H, W]
 * output  [N, C, H', W']     H' = floor((H + 2*padding - kH) / stride) + 1
 * </pre>
 * Padding may be half the kernel at most. A wrong window is an {@link IllegalArgumentException}, a wrong input a
 * {@link org.convbook.cnn.tensor.ShapeException}.
 */
public final class AvgPool2d extends Layer {
    private final Window window;
    private final boolean countPadding;

    /** Windows of this size, side by side. */
    public AvgPool2d(int kernelSize) {
        this(Window.of(kernelSize).stride(kernelSize));
    }

    /** These windows; padding counts as zeros. */
    public AvgPool2d(Window window) {
        this(window, true);
    }

    /**
     * These windows.
     *
     * @param countPadding whether padding counts as zeros, or only the pixels of a window count; what overhangs the padding never does
     */
    public AvgPool2d(Window window, boolean countPadding) {
        this.window = window.pooling("AvgPool2d");
        this.countPadding = countPadding;
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return x.avgPool2d(window, countPadding);
    }

    @Override
    protected Window window() {
        return window;
    }

    @Override
    public String toString() {
        return "AvgPool2d(" + window + (countPadding ? "" : ", only pixels count") + ")";
    }
}
