package org.convbook.cnn.models;

import java.util.random.RandomGenerator;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Dropout;
import org.convbook.cnn.nn.Flatten;
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
 * ZFNet: AlexNet after its makers had looked inside. Smaller and denser first filters lose fewer frequencies.
 * <pre>
 * input   [N, 3, 224, 224]   RGB, the mean of the training images subtracted
 * output  [N, classes]       logits
 *
 *                                     output          as in figure 3     wider
 * conv1  7x7/2, padding 1, 96         96 x 110 x 110          14,208        14,208
 * pool1  3x3/2, norm1                 96 x 55 x 55
 * conv2  5x5/2, 256                   256 x 26 x 26          614,656       614,656
 * pool2  3x3/2, norm2                 256 x 13 x 13
 * conv3  3x3, padding 1, 384 (512)    384 x 13 x 13          885,120     1,180,160
 * conv4  3x3, padding 1, 384 (1024)   384 x 13 x 13        1,327,488     4,719,616
 * conv5  3x3, padding 1, 256 (512)    256 x 13 x 13          884,992     4,719,104
 * pool5  3x3/2                        256 x 6 x 6
 * fc6, fc7                            4096                54,534,144    92,282,880
 * fc8                                 1000                 4,097,000     4,097,000
 * total                                                   62,357,608   107,627,624
 * </pre>
 * Pooling rounds its output up: 110 becomes 55 and 26 becomes 13, as in the paper's figure. Its contrast normalisation across maps is AlexNet's.
 * <p><b>Beside a lecture's slide.</b> It names the widths 512, 1024, 512 for conv3 to conv5 as what ZFNet is: they are the paper's second, wider
 * network ({@link #wider}); the first, in its figure 3, keeps AlexNet's 384, 384, 256.
 * <p>First values: the paper says only that weights start at 0.01 and biases at 0. All weights the same would never part, so it is the deviation of
 * normal ones here. An input of another size is a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1311.2901">Zeiler &amp; Fergus 2014, Visualizing and understanding convolutional networks</a>
 */
public final class ZfNet extends Layer {
    private static final Window K7 = Window.of(7).stride(2).padding(1);
    private static final Window K5 = Window.of(5).stride(2);
    private static final Window K3 = Window.of(3).padding(1);
    private static final Window POOL = Window.of(3).stride(2).ceil();

    private final Layer features;
    private final Layer flatten;
    private final Layer classifier;

    /** The network of the paper's figure 3 for this number of classes, with weights drawn from the generator. */
    public ZfNet(int classes, RandomGenerator rng) {
        this(false, 1, 224, classes, rng);
    }

    /** The wider network, which a lecture's slide shows: 512, 1024 and 512 maps in conv3 to conv5. */
    public static ZfNet wider(int classes, RandomGenerator rng) {
        return new ZfNet(true, 1, 224, classes, rng);
    }

    /**
     * The same networks with all channel counts scaled by {@code width} and for square images of this side. A side below 63 or a width that is no
     * multiple of 1/8 is an {@link IllegalArgumentException}.
     */
    public ZfNet(boolean wider, double width, int side, int classes, RandomGenerator rng) {
        if (side < 63) throw new IllegalArgumentException("ZfNet: side must be at least 63, so that the last pooling has 3 rows to see, got " + side);
        Width w = new Width("ZfNet", width);
        int conv3 = w.of(wider ? 512 : 384);
        int conv4 = w.of(wider ? 1024 : 384);
        int conv5 = w.of(wider ? 512 : 256);
        features = child("features", new Sequential(
            new Conv2d(3, w.of(96), K7, rng),          new Relu(), new MaxPool2d(POOL), norm(),   // 224 -> 110 -> 55
            new Conv2d(w.of(96), w.of(256), K5, rng),  new Relu(), new MaxPool2d(POOL), norm(),   // 55 -> 26 -> 13
            new Conv2d(w.of(256), conv3, K3, rng),     new Relu(),
            new Conv2d(conv3, conv4, K3, rng),         new Relu(),
            new Conv2d(conv4, conv5, K3, rng),         new Relu(), new MaxPool2d(POOL)));         // 13 -> 6
        flatten = child("flatten", new Flatten());
        classifier = child("classifier", new Sequential(
            new Linear(conv5 * rest(side) * rest(side), w.of(4096), rng), new Relu(), new Dropout(0.5),
            new Linear(w.of(4096), w.of(4096), rng),                      new Relu(), new Dropout(0.5),
            new Linear(w.of(4096), classes, rng)));
        Init.normal(0.01).apply(this, rng);
    }

    private static Layer norm() {
        return new LocalResponseNorm(5, 1e-4, 0.75, 2);
    }

    /** The side of what is left for the fully connected layers. */
    private static int rest(int side) {
        int size = side;
        for (Window window : new Window[] {K7, POOL, K5, POOL, POOL}) size = window.outputHeight(size, size);   // the others keep it
        return size;
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return classifier.apply(flatten.apply(features.apply(x, pass), pass), pass);
    }
}
