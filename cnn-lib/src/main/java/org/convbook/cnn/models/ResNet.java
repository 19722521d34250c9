package org.convbook.cnn.models;

import java.util.random.RandomGenerator;
import org.convbook.cnn.nn.BatchNorm2d;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.GlobalAvgPool2d;
import org.convbook.cnn.nn.Init;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.MaxPool2d;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * The residual networks for ImageNet, with 18, 34 or 50 layers, and their plain twins. For CIFAR see {@link CifarResNet}.
 * <pre>
 * input   [N, 3, 224, 224]   RGB, normalised; any side from 32 works
 * output  [N, classes]       logits
 *
 *                               output          18: blocks, parameters   34                50
 * stem    7x7/2, BN, 3x3/2      64 x 56 x 56               9,536              9,536             9,536
 * layer1  width 64              64 x 56 x 56    2        147,968     3      221,952    3      215,808
 * layer2  width 128, stride 2   128 x 28 x 28   2        525,568     4    1,116,416    4    1,219,584
 * layer3  width 256, stride 2   256 x 14 x 14   2      2,099,712     6    6,822,400    6    7,098,368
 * layer4  width 512, stride 2   512 x 7 x 7     2      8,393,728     3   13,114,368    3   14,964,736
 * head    average, linear       1000                     513,000            513,000         2,049,000
 * total                                               11,689,512         21,797,672        25,557,032
 * </pre>
 * 18 and 34 are made of {@link BasicBlock}s, 50 of {@link Bottleneck}s, whose output is four times as wide as the table says. A plain twin has the
 * same layers without the shortcuts. With option B ({@link Shortcut#PROJECT}) the counts are these; option A has 11,515,688 (18).
 * <p><b>Beside a lecture's slide.</b> It has a weight decay of 1e-5; the paper trains with 1e-4. "Xavier/2" on it means the first values of He et
 * al., which are used here.
 * <p><b>Where the stride of a bottleneck lies.</b> The paper puts it in the first 1x1 convolution; the public weights (torchvision, timm) were
 * trained with it in the 3x3, which sees every pixel, and so it is here. {@link #printed50} is the paper's. Both have the same parameters, so a
 * file of one loads into the other and computes something else.
 * <p>Names against torchvision's and timm's: {@code stem.0} conv1, {@code stem.1} bn1, {@code layerI.J.body.0, 1, 3, 4, 6, 7} layerI.J.conv1, bn1,
 * conv2, bn2, conv3, bn3, {@code layerI.J.shortcut} layerI.J.downsample, {@code head.2} fc. An input that is not [N, 3, H, W] is a
 * {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He, Zhang, Ren &amp; Sun 2016, Deep residual learning</a>
 */
public final class ResNet extends Layer {
    private final int depth;
    private final boolean strideFirst;
    private final Shortcut shortcut;

    /** A network of this depth with projections, option B, with weights drawn from the generator. */
    public ResNet(int depth, int classes, RandomGenerator rng) {
        this(depth, Shortcut.PROJECT, 1, classes, rng);
    }

    /**
     * A network of depth 18, 34 or 50 with these shortcuts and all channel counts scaled by {@code width}. Another depth, or a width that is no
     * multiple of 1/8, is an {@link IllegalArgumentException}.
     */
    public ResNet(int depth, Shortcut shortcut, double width, int classes, RandomGenerator rng) {
        this(depth, false, shortcut, width, classes, rng);
    }

    private ResNet(int depth, boolean strideFirst, Shortcut shortcut, double width, int classes, RandomGenerator rng) {
        this.depth = depth;
        this.strideFirst = strideFirst;
        this.shortcut = shortcut;
        int[] blocks = blocks(depth);
        Width w = new Width("ResNet", width);
        int widest = (depth == 50 ? Bottleneck.EXPANSION : 1) * w.of(512);
        child("stem", new Sequential(
            Conv2d.noBias(3, w.of(64), Window.of(7).stride(2).padding(3), rng), new BatchNorm2d(w.of(64)), new Relu(),   // 224 -> 112
            new MaxPool2d(Window.of(3).stride(2).padding(1))));                                                          // 112 -> 56
        int in = w.of(64);
        for (int i = 0; i < 4; i++) {
            int inside = w.of(64) << i;
            child("layer" + (i + 1), stage(in, inside, blocks[i], i == 0 ? 1 : 2, rng));
            in = inside * (depth == 50 ? Bottleneck.EXPANSION : 1);
        }
        child("head", new Sequential(new GlobalAvgPool2d(), new Flatten(), new Linear(widest, classes, rng)));
        Init.he().apply(this, rng);
    }

    /** ResNet-50 as printed: the stride of a stage lies in the first 1x1 convolution of its first block. */
    public static ResNet printed50(int classes, RandomGenerator rng) {
        return new ResNet(50, true, Shortcut.PROJECT, 1, classes, rng);
    }

    private static int[] blocks(int depth) {
        return switch (depth) {
            case 18 -> new int[] {2, 2, 2, 2};
            case 34, 50 -> new int[] {3, 4, 6, 3};
            default -> throw new IllegalArgumentException("ResNet: depth must be 18, 34 or 50, got " + depth);
        };
    }

    private Layer stage(int in, int inside, int blocks, int stride, RandomGenerator rng) {
        Layer[] stage = new Layer[blocks];
        stage[0] = block(in, inside, stride, rng);
        int out = depth == 50 ? Bottleneck.EXPANSION * inside : inside;
        for (int i = 1; i < blocks; i++) stage[i] = block(out, inside, 1, rng);
        return new Sequential(stage);
    }

    private Layer block(int in, int inside, int stride, RandomGenerator rng) {
        return depth == 50 ? new Bottleneck(in, inside, stride, strideFirst, shortcut, rng) : new BasicBlock(in, inside, stride, shortcut, rng);
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return inOrder(x, pass);
    }

    @Override
    public String toString() {
        return "ResNet(" + depth + (strideFirst ? ", as printed" : "") + (shortcut == Shortcut.PROJECT ? "" : ", shortcuts " + shortcut) + ")";
    }
}
