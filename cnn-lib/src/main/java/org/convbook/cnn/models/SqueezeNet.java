package org.convbook.cnn.models;

import java.util.random.RandomGenerator;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Dropout;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.GlobalAvgPool2d;
import org.convbook.cnn.nn.Init;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.MaxPool2d;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * SqueezeNet: the accuracy of AlexNet with a fiftieth of its parameters, from {@link Fire} modules and no fully connected layer.
 * <pre>
 * input   [N, 3, 227, 227]   RGB or BGR as the weights were trained, the mean subtracted; any side from 25 (1.0: 29) works
 * output  [N, classes]       logits
 *
 * version 1.0             output          parameters     version 1.1             output          parameters
 * conv1   7x7/2, 96       96 x 111 x 111      14,208     conv1   3x3/2, 64       64 x 113 x 113       1,792
 * pool1   3x3/2           96 x 55 x 55                   pool1   3x3/2           64 x 56 x 56
 * fire2   16, 64          128 x 55 x 55       11,920     fire2   16, 64          128 x 56 x 56       11,408
 * fire3   16, 64          128 x 55 x 55       12,432     fire3   16, 64          128 x 56 x 56       12,432
 * fire4   32, 128         256 x 55 x 55       45,344     pool3   3x3/2           128 x 28 x 28
 * pool4   3x3/2           256 x 27 x 27                  fire4   32, 128         256 x 28 x 28       45,344
 * fire5   32, 128         256 x 27 x 27       49,440     fire5   32, 128         256 x 28 x 28       49,440
 * fire6   48, 192         384 x 27 x 27      104,880     pool5   3x3/2           256 x 14 x 14
 * fire7   48, 192         384 x 27 x 27      111,024     fire6   48, 192         384 x 14 x 14      104,880
 * fire8   64, 256         512 x 27 x 27      188,992     fire7   48, 192         384 x 14 x 14      111,024
 * pool8   3x3/2           512 x 13 x 13                  fire8   64, 256         512 x 14 x 14      188,992
 * fire9   64, 256         512 x 13 x 13      197,184     fire9   64, 256         512 x 14 x 14      197,184
 * conv10  1x1, 1000       1000 x 13 x 13     513,000     conv10  1x1, 1000       1000 x 14 x 14     513,000
 * average                 1000                           average                 1000
 * total                                    1,248,424     total                                    1,235,496
 * </pre>
 * Pooling rounds its output up. Version 1.1 is the authors' own: the same accuracy with less than half the multiply-adds, 388 M instead of 833 M. The
 * paper's 224x224 becomes 111x111 only with padding; its definition has none and 227x227. The paper names no first values: these are He et al.'s, and
 * normal with deviation 0.01 for conv10. The parts are named as in torchvision: {@code features.3.squeeze.weight}, {@code classifier.1.bias}.
 *
 * @see <a href="https://arxiv.org/abs/1602.07360">Iandola et al. 2016, SqueezeNet</a>
 */
public final class SqueezeNet extends Layer {
    /** The paper's network and its authors' quicker one. */
    public enum Version {
        /** As in the paper. */
        V1_0,
        /** Smaller first filters, earlier pooling. */
        V1_1
    }

    private static final Window POOL = Window.of(3).stride(2).ceil();

    private final Version version;
    private final Layer features;
    private final Layer classifier;

    /** A network for this number of classes, with weights drawn from the generator. */
    public SqueezeNet(Version version, int classes, RandomGenerator rng) {
        this(version, 1, classes, rng);
    }

    /** The same network with all channel counts scaled by {@code width}; one that is no multiple of 1/8 is an {@link IllegalArgumentException}. */
    public SqueezeNet(Version version, double width, int classes, RandomGenerator rng) {
        this.version = version;
        Width w = new Width("SqueezeNet", width);
        features = child("features", version == Version.V1_0 ? paper(w, rng) : quicker(w, rng));
        classifier = child("classifier", new Sequential(
            new Dropout(0.5), new Conv2d(w.of(512), classes, Window.of(1), rng), new Relu(), new GlobalAvgPool2d(), new Flatten()));
        Init.he().apply(features, rng);
        Init.normal(0.01).apply(classifier, rng);
    }

    private static Layer paper(Width w, RandomGenerator rng) {
        return new Sequential(
            new Conv2d(3, w.of(96), Window.of(7).stride(2), rng), new Relu(), new MaxPool2d(POOL),                  // 227 -> 111 -> 55
            fire(w, 96, 16, 64, rng), fire(w, 128, 16, 64, rng), fire(w, 128, 32, 128, rng), new MaxPool2d(POOL),   // 55 -> 27
            fire(w, 256, 32, 128, rng), fire(w, 256, 48, 192, rng), fire(w, 384, 48, 192, rng), fire(w, 384, 64, 256, rng), new MaxPool2d(POOL),
            fire(w, 512, 64, 256, rng));                                                                            // 13
    }

    private static Layer quicker(Width w, RandomGenerator rng) {
        return new Sequential(
            new Conv2d(3, w.of(64), Window.of(3).stride(2), rng), new Relu(), new MaxPool2d(POOL),                  // 227 -> 113 -> 56
            fire(w, 64, 16, 64, rng), fire(w, 128, 16, 64, rng), new MaxPool2d(POOL),                               // 56 -> 28
            fire(w, 128, 32, 128, rng), fire(w, 256, 32, 128, rng), new MaxPool2d(POOL),                            // 28 -> 14
            fire(w, 256, 48, 192, rng), fire(w, 384, 48, 192, rng), fire(w, 384, 64, 256, rng), fire(w, 512, 64, 256, rng));
    }

    private static Layer fire(Width w, int in, int squeeze, int expand, RandomGenerator rng) {
        return new Fire(w.of(in), w.of(squeeze), w.of(expand), rng);
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return classifier.apply(features.apply(x, pass), pass);
    }

    @Override
    public String toString() {
        return "SqueezeNet(" + version + ")";
    }
}
