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
 * The residual block of deep networks: a 1x1 convolution narrows, a 3x3 computes, a 1x1 widens; y = relu(F(x) + x).
 * <pre>
 * input   [N, in, H, W]
 * F(x)    1x1 to width, BN, ReLU, 3x3, BN, ReLU, 1x1 to 4 * width, BN
 * output  [N, 4*width, ceil(H/stride), ceil(W/stride)]
 * </pre>
 * Where F changes the shape, the {@link Shortcut} does so to x; a block without one computes relu(F(x)).
 * Another input is a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He, Zhang, Ren &amp; Sun 2016, Deep residual learning</a>
 */
public final class Bottleneck extends Layer {
    /** How many times wider than its inside a block's output is. */
    static final int EXPANSION = 4;

    private final Layer body;
    private final Layer shortcut;

    /** A block that takes {@code in} channels; its stride lies in the first 1x1 convolution, as printed, or else in the 3x3. */
    public Bottleneck(int in, int width, int stride, boolean strideFirst, Shortcut shortcut, RandomGenerator rng) {
        int out = EXPANSION * width;
        Window k1 = Window.of(1);
        Window k3 = Window.of(3).padding(1);
        body = child("body", new Sequential(
            Conv2d.noBias(in, width, k1.stride(strideFirst ? stride : 1), rng),    new BatchNorm2d(width), new Relu(),
            Conv2d.noBias(width, width, k3.stride(strideFirst ? 1 : stride), rng), new BatchNorm2d(width), new Relu(),
            Conv2d.noBias(width, out, k1, rng),                                    new BatchNorm2d(out)));
        this.shortcut = shortcut == Shortcut.NONE ? null : child("shortcut", shortcut.of(in, out, stride, rng));
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        Tensor y = body.apply(x, pass);
        return (shortcut == null ? y : y.add(shortcut.apply(x, pass))).relu();
    }
}
