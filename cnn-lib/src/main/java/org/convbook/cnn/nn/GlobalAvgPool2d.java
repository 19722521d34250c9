package org.convbook.cnn.nn;

import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * The average of each channel over the whole image; each pixel gets an equal share of the gradient.
 * <pre>
 * input   [N, C, H, W]
 * output  [N, C, 1, 1]
 * </pre>
 * An input of another rank, or without pixels, is a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1312.4400">Lin et al. 2014, Network in network</a>
 */
public final class GlobalAvgPool2d extends Layer {
    /** The function has no settings. */
    public GlobalAvgPool2d() {}

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return x.globalAvgPool2d();
    }

    @Override
    protected Window window(Shape input) {
        return Window.of(input.size(2), input.size(3));
    }
}
