package org.convbook.cnn.models;

import java.util.random.RandomGenerator;
import org.convbook.cnn.nn.BatchNorm2d;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * One layer of a {@link DenseNet} block: it sees everything before it and adds its own maps: y = [x, F(x)].
 * <pre>
 * input   [N, in, H, W]
 * F(x)    BN, ReLU, 1x1 to 4 * growth, BN, ReLU, 3x3 to growth
 * output  [N, in + growth, H, W]
 * </pre>
 * Another input is a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1608.06993">Huang, Liu, van der Maaten &amp; Weinberger 2017, Densely connected convolutional networks</a>
 */
public final class DenseLayer extends Layer {
    private final Layer body;

    /** A layer that takes {@code in} channels and adds {@code growth}. */
    public DenseLayer(int in, int growth, RandomGenerator rng) {
        int inside = 4 * growth;
        body = child("body", new Sequential(
            new BatchNorm2d(in),     new Relu(), Conv2d.noBias(in, inside, Window.of(1), rng),
            new BatchNorm2d(inside), new Relu(), Conv2d.noBias(inside, growth, Window.of(3).padding(1), rng)));
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return Tensor.concat(1, x, body.apply(x, pass));
    }
}
