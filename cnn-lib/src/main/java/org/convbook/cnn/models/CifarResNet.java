package org.convbook.cnn.models;

import java.util.random.RandomGenerator;
import org.convbook.cnn.nn.BatchNorm2d;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.GlobalAvgPool2d;
import org.convbook.cnn.nn.Init;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * The residual networks for CIFAR, with 6n + 2 layers, and their plain twins: the experiment that shows what shortcuts are for.
 * <pre>
 * input   [N, 3, 32, 32]   RGB, the mean of the training images subtracted; any side from 4 works
 * output  [N, classes]     logits
 *
 *                                output         parameters of depth 20
 * stem    3x3, BN, ReLU          16 x 32 x 32                      464
 * layer1  n blocks               16 x 32 x 32                   14,016
 * layer2  n blocks, stride 2     32 x 16 x 16                   51,072
 * layer3  n blocks, stride 2     64 x 8 x 8                    203,520
 * head    average, linear        10                                650
 * total                                                        269,722
 * </pre>
 * With option A, {@link Shortcut#PAD}, as in the paper, there are 269,722 (20), 464,154 (32), 658,586 (44), 853,018 (56) and 1,727,962 (110)
 * parameters, and the plain twin has as many; option B, {@link Shortcut#PROJECT}, adds 2,752. Deep plain networks have the higher error already on
 * the training images; residual ones gain from depth.
 * <p>The paper's recipe: {@code Sgd} with momentum 0.9, weight decay 1e-4, batches of 128; rate 0.1, divided by 10 after 32,000 and 48,000 of 64,000
 * steps; training images padded by 4, cropped at random and flipped. Depth 110 starts at 0.01 until the training error is below 80 %.
 * First values are He et al.'s. An input that is not [N, 3, H, W] is a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He, Zhang, Ren &amp; Sun 2016, Deep residual learning</a>
 */
public final class CifarResNet extends Layer {
    private final int depth;
    private final Shortcut shortcut;

    /** A network of this depth with option A, as in the paper, with weights drawn from the generator. */
    public CifarResNet(int depth, int classes, RandomGenerator rng) {
        this(depth, Shortcut.PAD, classes, rng);
    }

    /** A network of this depth with these shortcuts; {@link Shortcut#NONE} makes the plain twin. */
    public CifarResNet(int depth, Shortcut shortcut, int classes, RandomGenerator rng) {
        this(depth, shortcut, 16, classes, rng);
    }

    /**
     * The same network with {@code width} channels in its first stage, where the paper has 16. A depth other than 6n + 2 or a width below 1 is an
     * {@link IllegalArgumentException}.
     */
    public CifarResNet(int depth, Shortcut shortcut, int width, int classes, RandomGenerator rng) {
        if (depth < 8 || depth % 6 != 2) {
            throw new IllegalArgumentException("CifarResNet: depth must be 6n + 2, for example 20, 32, 44, 56 or 110, got " + depth);
        }
        if (width < 1) throw new IllegalArgumentException("CifarResNet: width must be at least 1, got " + width);
        this.depth = depth;
        this.shortcut = shortcut;
        child("stem", new Sequential(Conv2d.noBias(3, width, Window.of(3).padding(1), rng), new BatchNorm2d(width), new Relu()));
        child("layer1", stage(width, width, 1, rng));                 // 32x32
        child("layer2", stage(width, 2 * width, 2, rng));             // 16x16
        child("layer3", stage(2 * width, 4 * width, 2, rng));         // 8x8
        child("head", new Sequential(new GlobalAvgPool2d(), new Flatten(), new Linear(4 * width, classes, rng)));
        Init.he().apply(this, rng);
    }

    private Layer stage(int in, int out, int stride, RandomGenerator rng) {
        Layer[] blocks = new Layer[(depth - 2) / 6];
        for (int i = 0; i < blocks.length; i++) blocks[i] = new BasicBlock(i == 0 ? in : out, out, i == 0 ? stride : 1, shortcut, rng);
        return new Sequential(blocks);
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return inOrder(x, pass);
    }

    @Override
    public String toString() {
        return "CifarResNet(" + depth + ", shortcuts " + shortcut + ")";
    }
}
