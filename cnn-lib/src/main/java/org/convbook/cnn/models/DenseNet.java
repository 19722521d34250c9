package org.convbook.cnn.models;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.convbook.cnn.nn.AvgPool2d;
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
 * DenseNet-BC: in a block each {@link DenseLayer} sees all maps before it; between blocks a transition halves the channels and the sides.
 * <pre>
 * input   [N, 3, 224, 224] for ImageNet, [N, 3, 32, 32] for CIFAR, RGB, normalised
 * output  [N, classes]     logits
 *
 * DenseNet-121, growth 32          output          parameters     BC, depth 100, growth 12        output         parameters
 * stem         7x7/2, BN, 3x3/2    64 x 56 x 56         9,536     stem         3x3                24 x 32 x 32          648
 * block1       6 layers            256 x 56 x 56      335,040     block1       16 layers          216 x 32 x 32     175,680
 * transition1  1x1, average 2x2    128 x 28 x 28       33,280     transition1  1x1, average 2x2   108 x 16 x 16      23,760
 * block2       12 layers           512 x 28 x 28      919,680     block2       16 layers          300 x 16 x 16     242,880
 * transition2                      256 x 14 x 14      132,096     transition2                     150 x 8 x 8        45,600
 * block3       24 layers           1024 x 14 x 14   2,837,760     block3       16 layers          342 x 8 x 8       276,480
 * transition3                      512 x 7 x 7        526,336
 * block4       16 layers           1024 x 7 x 7     2,158,080
 * head         BN, average, linear 1000             1,027,048     head         BN, average, linear 10                 4,114
 * total                                             7,978,856     total                                             769,162
 * </pre>
 * First values are He et al.'s. Names against torchvision's and timm's: {@code stem.0, 1} features.conv0, norm0; {@code blockI.J.body.0, 2, 3, 5}
 * features.denseblockI.denselayer(J+1).norm1, conv1, norm2, conv2; {@code transitionI.0, 2} features.transitionI.norm, conv; {@code head.0, 4}
 * features.norm5, classifier. An input that is not [N, 3, H, W] is a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1608.06993">Huang, Liu, van der Maaten &amp; Weinberger 2017, Densely connected convolutional networks</a>
 */
public final class DenseNet extends Layer {
    /** What comes before the first block. */
    public enum Stem {
        /** A 3x3 convolution that keeps the size. */
        CIFAR,
        /** A 7x7 convolution and pooling that quarter the size. */
        IMAGENET
    }

    private final int growth;
    private final int[] layers;

    /** DenseNet-121 for ImageNet: growth 32, blocks of 6, 12, 24 and 16 layers. */
    public DenseNet(int classes, RandomGenerator rng) {
        this(Stem.IMAGENET, 32, new int[] {6, 12, 24, 16}, classes, rng);
    }

    /**
     * The paper's DenseNet-BC for CIFAR, three equal blocks, for example depth 100 and growth 12. A depth other than 6n + 4 is an
     * {@link IllegalArgumentException}.
     */
    public static DenseNet cifar(int depth, int growth, int classes, RandomGenerator rng) {
        if (depth < 10 || depth % 6 != 4) {
            throw new IllegalArgumentException("DenseNet: depth must be 6n + 4, for example 40, 100, 190 or 250, got " + depth);
        }
        int n = (depth - 4) / 6;
        return new DenseNet(Stem.CIFAR, growth, new int[] {n, n, n}, classes, rng);
    }

    /**
     * A network of blocks with these numbers of layers, each of which adds {@code growth} maps to the 2 · growth of the stem. A growth or a number
     * of layers below 1 is an {@link IllegalArgumentException}.
     */
    public DenseNet(Stem stem, int growth, int[] layers, int classes, RandomGenerator rng) {
        if (growth < 1 || layers.length < 1 || Arrays.stream(layers).anyMatch(n -> n < 1)) {
            throw new IllegalArgumentException("DenseNet: growth and layers must be at least 1, got " + growth + " and " + Arrays.toString(layers));
        }
        this.growth = growth;
        this.layers = layers.clone();
        int channels = 2 * growth;
        child("stem", stem(stem, channels, rng));
        for (int b = 1; b <= layers.length; b++) {
            child("block" + b, block(channels, growth, layers[b - 1], rng));
            channels += layers[b - 1] * growth;
            if (b == layers.length) break;
            child("transition" + b, transition(channels, rng));
            channels /= 2;
        }
        child("head", new Sequential(
            new BatchNorm2d(channels), new Relu(), new GlobalAvgPool2d(), new Flatten(), new Linear(channels, classes, rng)));
        Init.he().apply(this, rng);
    }

    private static Layer stem(Stem stem, int out, RandomGenerator rng) {
        if (stem == Stem.CIFAR) return new Sequential(Conv2d.noBias(3, out, Window.of(3).padding(1), rng));
        return new Sequential(
            Conv2d.noBias(3, out, Window.of(7).stride(2).padding(3), rng), new BatchNorm2d(out), new Relu(),   // 224 -> 112
            new MaxPool2d(Window.of(3).stride(2).padding(1)));                                                 // 112 -> 56
    }

    private static Layer block(int in, int growth, int layers, RandomGenerator rng) {
        Layer[] block = new Layer[layers];
        for (int i = 0; i < layers; i++) block[i] = new DenseLayer(in + i * growth, growth, rng);
        return new Sequential(block);
    }

    /** The compression θ = 0.5: half as many maps, half the size. */
    private static Layer transition(int in, RandomGenerator rng) {
        return new Sequential(new BatchNorm2d(in), new Relu(), Conv2d.noBias(in, in / 2, Window.of(1), rng), new AvgPool2d(2));
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return inOrder(x, pass);
    }

    @Override
    public String toString() {
        return "DenseNet(growth " + growth + ", layers " + Arrays.toString(layers) + ")";
    }
}
