package org.convbook.cnn.models;

import java.util.random.RandomGenerator;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.loss.Loss;
import org.convbook.cnn.nn.AvgPool2d;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Dropout;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.GlobalAvgPool2d;
import org.convbook.cnn.nn.Init;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.LocalResponseNorm;
import org.convbook.cnn.nn.MaxPool2d;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * GoogLeNet: 22 layers with parameters, most of them in nine {@link Inception} modules, and no large fully connected layer.
 * <pre>
 * input   [N, 3, 224, 224]   RGB (the public weights: BGR), the mean subtracted
 * output  [N, classes]       logits
 *
 *                                output         parameters                       output         parameters
 * conv1  7x7/2, padding 3        64 x 112 x 112      9,472     inception4c       512 x 14 x 14     510,104
 * pool1  3x3/2, norm1            64 x 56 x 56                  inception4d       528 x 14 x 14     605,376
 * conv2  1x1                     64 x 56 x 56        4,160     inception4e       832 x 14 x 14     868,352
 * conv3  3x3, norm2              192 x 56 x 56     110,784     pool4  3x3/2      832 x 7 x 7
 * pool2  3x3/2                   192 x 28 x 28                 inception5a       832 x 7 x 7     1,043,456
 * inception3a                    256 x 28 x 28     163,696     inception5b       1024 x 7 x 7    1,444,080
 * inception3b                    480 x 28 x 28     388,736     average, dropout  1024
 * pool3  3x3/2                   480 x 14 x 14                 linear            1000            1,025,000
 * inception4a                    512 x 14 x 14     376,176
 * inception4b                    512 x 14 x 14     449,160     total                             6,998,552
 * </pre>
 * Pooling rounds its output up: 112, 56, 28, 14, 7.
 * <p><b>The auxiliary heads.</b> While training, two small classifiers after inception4a and inception4d give the layers before them a shorter way to
 * the labels. They have 6,379,728 parameters more, and their losses count 0.3 each:
 * <pre>{@code
 * Loss loss = net.loss(Losses.crossEntropy());      // the loss of the output + 0.3 * (that of head 1 + that of head 2)
 * }</pre>
 * Hand this loss to the trainer, or call it in a loop of your own. Of a pass of inference it is the loss of the output alone: there the heads do
 * not run, and {@code net.apply(x, pass)} always returns the output alone.
 * <p><b>Beside a lecture's slide.</b> "Only 5 million parameters" is 6,998,552 without the heads (6,990,272 of them weights); the paper's own
 * table sums to 6.8 M.
 * <p>The paper names no first values and no constants of the normalisation: the values are He et al.'s, the constants those of the public weights
 * (5 channels, alpha 0.0001 / 5, beta 0.75, k = 1). Names against the public Caffe and ONNX weights: {@code stem.0} conv1/7x7_s2, {@code stem.4}
 * conv2/3x3_reduce, {@code stem.6} conv2/3x3, {@code inceptionXY.conv1x1, reduce3x3, conv3x3, reduce5x5, conv5x5, project}
 * inception_XY/1x1, 3x3_reduce, 3x3, 5x5_reduce, 5x5, pool_proj; {@code head.3} loss3/classifier; {@code auxI.1, 4, 7} lossI/conv, fc, classifier.
 * (torchvision's GoogLeNet is another network: batch normalisation, and 3x3 instead of 5x5.) An input of another size is a
 * {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1409.4842">Szegedy et al. 2015, Going deeper with convolutions</a>
 */
public final class GoogLeNet extends Layer {
    private static final Window K7 = Window.of(7).stride(2).padding(3);
    private static final Window POOL = Window.of(3).stride(2).ceil();
    private static final Window AUX_POOL = Window.of(5).stride(3);
    private static final double AUX_SHARE = 0.3;

    private final Width width;
    private final Layer[] main;
    private final Layer aux1;
    private final Layer aux2;
    private Heads latest = new Heads(null, null, null);

    /** The logits of one training pass. */
    private record Heads(Tensor output, Tensor first, Tensor second) {}

    /** The paper's network with its auxiliary heads for this number of classes, with weights drawn from the generator. */
    public GoogLeNet(int classes, RandomGenerator rng) {
        this(true, 1, 224, classes, rng);
    }

    /**
     * The same network with or without the auxiliary heads, all channel counts scaled by {@code width}, for square images of this side.
     * With heads a side below 79, or a width that is no multiple of 1/8, is an {@link IllegalArgumentException}.
     */
    public GoogLeNet(boolean auxiliary, double width, int side, int classes, RandomGenerator rng) {
        if (auxiliary && side < 79) {
            throw new IllegalArgumentException("GoogLeNet: side must be at least 79, so that the auxiliary heads have 5 rows to see, got " + side);
        }
        this.width = new Width("GoogLeNet", width);
        main = new Layer[] {
            child("stem", stem(rng)),                                                // 224 -> 112 -> 56 -> 28
            inception("3a", rng, 192,   64,  96, 128, 16,  32,  32),
            inception("3b", rng, 256,  128, 128, 192, 32,  96,  64),
            child("pool3", new MaxPool2d(POOL)),                                     // 28 -> 14
            inception("4a", rng, 480,  192,  96, 208, 16,  48,  64),
            inception("4b", rng, 512,  160, 112, 224, 24,  64,  64),
            inception("4c", rng, 512,  128, 128, 256, 24,  64,  64),
            inception("4d", rng, 512,  112, 144, 288, 32,  64,  64),
            inception("4e", rng, 528,  256, 160, 320, 32, 128, 128),
            child("pool4", new MaxPool2d(POOL)),                                     // 14 -> 7
            inception("5a", rng, 832,  256, 160, 320, 32, 128, 128),
            inception("5b", rng, 832,  384, 192, 384, 48, 128, 128),
            child("head", new Sequential(
                new GlobalAvgPool2d(), new Flatten(), new Dropout(0.4), new Linear(this.width.of(1024), classes, rng)))};
        aux1 = auxiliary ? child("aux1", head(512, side, classes, rng)) : null;      // sees inception4a
        aux2 = auxiliary ? child("aux2", head(528, side, classes, rng)) : null;      // sees inception4d
        Init.he().apply(this, rng);
    }

    private Layer stem(RandomGenerator rng) {
        int narrow = width.of(64);
        int wide = width.of(192);
        return new Sequential(
            new Conv2d(3, narrow, K7, rng), new Relu(), new MaxPool2d(POOL), norm(),
            new Conv2d(narrow, narrow, Window.of(1), rng), new Relu(),
            new Conv2d(narrow, wide, Window.of(3).padding(1), rng), new Relu(), norm(), new MaxPool2d(POOL));
    }

    private static Layer norm() {
        return new LocalResponseNorm(5, 1e-4 / 5, 0.75, 1);
    }

    private Layer inception(String name, RandomGenerator rng, int in, int... widths) {
        int[] scaled = new int[widths.length];
        for (int i = 0; i < scaled.length; i++) scaled[i] = width.of(widths[i]);
        return child("inception" + name, new Inception(rng, width.of(in), scaled));
    }

    private Layer head(int in, int side, int classes, RandomGenerator rng) {
        int size = side;
        for (Window window : new Window[] {K7, POOL, POOL, POOL, AUX_POOL}) size = window.outputHeight(size, size);   // 14 -> 4
        return new Sequential(
            new AvgPool2d(AUX_POOL), new Conv2d(width.of(in), width.of(128), Window.of(1), rng), new Relu(), new Flatten(),
            new Linear(width.of(128) * size * size, width.of(1024), rng), new Relu(), new Dropout(0.7),
            new Linear(width.of(1024), classes, rng));
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        boolean heads = aux1 != null && pass.training();
        Tensor y = x;
        Tensor first = null;
        Tensor second = null;
        for (int i = 0; i < main.length; i++) {
            y = main[i].apply(y, pass);
            if (heads && i == 4) first = aux1.apply(y, pass);
            if (heads && i == 7) second = aux2.apply(y, pass);
        }
        if (heads) latest = new Heads(y, first, second);
        return y;
    }

    /**
     * A loss that adds, to that of the output, 0.3 times those of the two auxiliary heads, for what the latest training pass of this network
     * returned. Of any other logits, and without the heads, it is the plain loss.
     */
    public Loss loss(Loss each) {
        return new Loss() {
            @Override
            public Tensor loss(Tensor logits, Tensor labels) {
                Tensor own = each.loss(logits, labels);
                Heads heads = latest;
                if (heads.output != logits) return own;
                return own.add(each.loss(heads.first, labels).add(each.loss(heads.second, labels)).mul(AUX_SHARE));
            }

            @Override
            public void check(Shape logits, int[] labels) {
                each.check(logits, labels);
            }

            @Override
            public String toString() {
                return each + " + " + AUX_SHARE + " of the auxiliary heads";
            }
        };
    }
}
