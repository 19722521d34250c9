package org.convbook.cnn.models;

import java.util.random.RandomGenerator;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * The module of {@link SqueezeNet}: a 1x1 convolution squeezes the channels, then 1x1 and 3x3 filters side by side expand them.
 * <pre>
 * input   [N, in, H, W]
 * s       relu(1x1 conv, squeeze)
 * output  [relu(1x1 conv of s, expand), relu(3x3 conv of s, expand)]    [N, 2*expand, H, W]
 * </pre>
 * An input with other channels is a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1602.07360">Iandola et al. 2016, SqueezeNet</a>
 */
public final class Fire extends Layer {
    private final Layer squeeze;
    private final Layer expand1x1;
    private final Layer expand3x3;

    /** A module that takes {@code in} channels and returns 2 · {@code expand}. */
    public Fire(int in, int squeeze, int expand, RandomGenerator rng) {
        this.squeeze = child("squeeze", new Conv2d(in, squeeze, Window.of(1), rng));
        expand1x1 = child("expand1x1", new Conv2d(squeeze, expand, Window.of(1), rng));
        expand3x3 = child("expand3x3", new Conv2d(squeeze, expand, Window.of(3).padding(1), rng));
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        Tensor s = squeeze.apply(x, pass).relu();
        return Tensor.concat(1, expand1x1.apply(s, pass).relu(), expand3x3.apply(s, pass).relu());
    }
}
