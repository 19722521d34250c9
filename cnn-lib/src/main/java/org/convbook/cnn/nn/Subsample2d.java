package org.convbook.cnn.nn;

import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * LeNet-5's trainable subsampling: the sum of each 2x2 window, times a coefficient of its channel, plus a bias of its channel. The paper's
 * squashing function follows as a layer of its own.
 * <pre>
 * input   [N, C, H, W]
 * weight  [C]                    1/4 at first: an average
 * bias    [C]                    0 at first
 * output  [N, C, floor(H/2), floor(W/2)]
 * </pre>
 * Other channels, or an image below 2x2, are a {@link ShapeException}.
 *
 * @see <a href="https://doi.org/10.1109/5.726791">LeCun et al. 1998, Gradient-based learning applied to document recognition</a>
 */
public final class Subsample2d extends Layer {
    private static final Window WINDOW = Window.of(2).stride(2);

    private final int channels;
    private final Tensor weight;
    private final Tensor bias;

    /** For this many channels; less than one is an {@link IllegalArgumentException}. */
    public Subsample2d(int channels) {
        if (channels < 1) throw new IllegalArgumentException("Subsample2d: channels must be at least 1, got " + channels);
        this.channels = channels;
        weight = parameter("weight", Tensor.full(Backends.java(), 0.25, Shape.of(channels)));
        bias = parameter("bias", Tensor.full(Backends.java(), 0, Shape.of(channels)));
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        Tensor sums = x.sumPool2d(WINDOW);
        if (x.shape().size(1) != channels) {
            throw new ShapeException("subsample2d", "input has " + x.shape().size(1) + " channels, expected " + channels,
                "  input   " + x.shape() + "   NCHW\n  weight  " + weight.shape());
        }
        return sums.mul(weight.reshape(1, channels, 1, 1)).add(bias.reshape(1, channels, 1, 1));
    }

    @Override
    protected long multiplyAdds(Shape input, Shape output) {
        return (long) channels * output.size(2) * output.size(3);
    }

    @Override
    protected Window window() {
        return WINDOW;
    }

    @Override
    public String toString() {
        return "Subsample2d(" + channels + ")";
    }
}
