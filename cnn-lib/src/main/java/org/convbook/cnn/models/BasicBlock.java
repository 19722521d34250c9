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
 * The residual block of two 3x3 convolutions: y = relu(F(x) + x).
 * <pre>
 * input   [N, in, H, W]
 * F(x)    3x3 with the stride, BN, ReLU, 3x3, BN
 * output  [N, out, ceil(H/stride), ceil(W/stride)]
 * </pre>
 * Where F changes the shape, the {@link Shortcut} does so to x; a block without one computes relu(F(x)).
 * Another input is a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He, Zhang, Ren &amp; Sun 2016, Deep residual learning</a>
 */
public final class BasicBlock extends Layer {
    private final Layer body;
    private final Layer shortcut;

    /** A block from {@code in} channels to {@code out}. */
    public BasicBlock(int in, int out, int stride, Shortcut shortcut, RandomGenerator rng) {
        Window k3 = Window.of(3).padding(1);
        body = child("body", new Sequential(
            Conv2d.noBias(in, out, k3.stride(stride), rng), new BatchNorm2d(out), new Relu(),
            Conv2d.noBias(out, out, k3, rng),               new BatchNorm2d(out)));
        this.shortcut = shortcut == Shortcut.NONE ? null : child("shortcut", shortcut.of(in, out, stride, rng));
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        Tensor y = body.apply(x, pass);
        return (shortcut == null ? y : y.add(shortcut.apply(x, pass))).relu();
    }
}
