package org.convbook.cnn.nn;

import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * The maximum of each channel over the whole image; of equal values the first in row order gets the gradient.
 * <pre>
 * input   [N, C, H, W]
 * output  [N, C, 1, 1]
 * </pre>
 * An input of another rank, or without pixels, is a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1312.4400">Lin et al. 2014, Network in network</a>
 */
public final class GlobalMaxPool2d extends Layer {
    /** The function has no settings. */
    public GlobalMaxPool2d() {}

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return x.globalMaxPool2d();
    }

    @Override
    protected Window window(Shape input) {
        return Window.of(input.size(2), input.size(3));
    }
}
