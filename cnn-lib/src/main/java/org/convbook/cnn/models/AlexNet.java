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
 * AlexNet: five convolutions and three fully connected layers, with ReLU, overlapping pooling, dropout, and normalisation across channels.
 * <pre>
 * input   [N, 3, 227, 227]   RGB, the mean of the training images subtracted
 * output  [N, classes]       logits
 *
 *                                    output        parameters in 2 groups     in 1     field
 * conv1  11x11/4, 96                 96 x 55 x 55               34,944      34,944        11
 * norm1, pool1  3x3/2                96 x 27 x 27                                         19
 * conv2  5x5, padding 2, 256         256 x 27 x 27             307,456     614,656        51
 * norm2, pool2  3x3/2                256 x 13 x 13                                        67
 * conv3  3x3, padding 1, 384         384 x 13 x 13             885,120     885,120        99
 * conv4  3x3, padding 1, 384         384 x 13 x 13             663,936   1,327,488       131
 * conv5  3x3, padding 1, 256         256 x 13 x 13             442,624     884,992       163
 * pool5  3x3/2                       256 x 6 x 6                                         195
 * fc6, fc7                           4096                   54,534,144  54,534,144
 * fc8                                1000                    4,097,000   4,097,000
 * total                                                     60,965,224  62,378,344
 * </pre>
 * The two groups of conv2, conv4 and conv5 are the halves that lay on two graphics cards; without them those layers see all maps.
 * <p><b>Beside a lecture's slide.</b> The paper says 224x224, which does not fit: (224 − 11)/4 + 1 = 54.25; with 227 it is 55, as the paper has it
 * afterwards. The slides list pooling before normalisation ({@link Order#POOL_FIRST}, as in the CaffeNet copy); the paper normalises first.
 * <p>First values as in the paper: weights normal with deviation 0.01; biases 1 in conv2, conv4, conv5, fc6 and fc7, so that their ReLUs start with
 * positive inputs, else 0. It was trained by {@code Sgd} with momentum 0.9, weight decay 0.0005, batches of 128 and a rate of 0.01, divided by 10
 * when the error stopped falling. An input of another size is a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://proceedings.neurips.cc/paper/2012/hash/c399862d3b9d6b76c8436e924a68c45b-Abstract.html">Krizhevsky, Sutskever &amp; Hinton
 *     2012, ImageNet classification with deep convolutional neural networks</a>
 */
public final class AlexNet extends Layer {
    /** What follows the first two convolutions. */
    public enum Order {
        /** Normalisation, then pooling: the paper. */
        NORM_FIRST,
        /** Pooling, then normalisation: the lecture's table. It computes less, since the maps are smaller. */
        POOL_FIRST
    }

    private static final Window K11 = Window.of(11).stride(4);
    private static final Window K5 = Window.of(5).padding(2);
    private static final Window K3 = Window.of(3).padding(1);
    private static final Window POOL = Window.of(3).stride(2);

    private final Layer features;
    private final Layer flatten;
    private final Layer classifier;

    /** The paper's network, with two groups, for this number of classes, with weights drawn from the generator. */
    public AlexNet(int classes, RandomGenerator rng) {
        this(Order.NORM_FIRST, 2, classes, rng);
    }

    /** The network for 227x227 with 2 groups as in the paper, or 1. */
    public AlexNet(Order order, int groups, int classes, RandomGenerator rng) {
        this(order, groups, 1, 227, classes, rng);
    }

    /**
     * The same network with all channel counts scaled by {@code width} and for square images of this side. A side below 67, a width that is no
     * multiple of 1/8, or groups other than 1 and 2 are an {@link IllegalArgumentException}.
     */
    public AlexNet(Order order, int groups, double width, int side, int classes, RandomGenerator rng) {
        if (groups != 1 && groups != 2) throw new IllegalArgumentException("AlexNet: 1 or 2 groups, got " + groups);
        if (side < 67) {
            throw new IllegalArgumentException("AlexNet: side must be at least 67, so that the last pooling has 3 rows to see, got " + side);
        }
        Width w = new Width("AlexNet", width);
        int rest = rest(side);
        features = child("features", new Sequential(
            new Conv2d(3, w.of(96), K11, rng),                         new Relu(), smaller(order),          // 227 -> 55 -> 27
            new Conv2d(w.of(96), w.of(256), K5, groups, true, rng),    new Relu(), smaller(order),          // 27 -> 13
            new Conv2d(w.of(256), w.of(384), K3, rng),                 new Relu(),
            new Conv2d(w.of(384), w.of(384), K3, groups, true, rng),   new Relu(),
            new Conv2d(w.of(384), w.of(256), K3, groups, true, rng),   new Relu(), new MaxPool2d(POOL)));   // 13 -> 6
        flatten = child("flatten", new Flatten());
        classifier = child("classifier", new Sequential(
            new Linear(w.of(256) * rest * rest, w.of(4096), rng),      new Relu(), new Dropout(0.5),
            new Linear(w.of(4096), w.of(4096), rng),                   new Relu(), new Dropout(0.5),
            new Linear(w.of(4096), classes, rng)));
        Init.normal(0.01).apply(this, rng);
        Init.normal(0.01).bias(1).apply(this, rng, "features.3", "features.8", "features.10", "classifier.0", "classifier.3");
    }

    private static Layer smaller(Order order) {
        Layer norm = new LocalResponseNorm(5, 1e-4, 0.75, 2);
        Layer pool = new MaxPool2d(POOL);
        return order == Order.NORM_FIRST ? new Sequential(norm, pool) : new Sequential(pool, norm);
    }

    /** The side of what is left for the fully connected layers. */
    private static int rest(int side) {
        int size = side;
        for (Window window : new Window[] {K11, POOL, POOL, POOL}) size = window.outputHeight(size, size);   // the others keep it
        return size;
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return classifier.apply(flatten.apply(features.apply(x, pass), pass), pass);
    }
}
