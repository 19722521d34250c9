package org.convbook.cnn.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.convbook.cnn.loss.Losses;
import org.convbook.cnn.nn.AvgPool2d;
import org.convbook.cnn.nn.BatchNorm2d;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Dropout;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.MaxPool2d;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.nn.Tanh;
import org.convbook.cnn.optim.Sgd;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/** A small network with one of everything, its optimiser, and a training step in the two halves that a recording needs. */
final class SmallNet {
    final Tensor images;
    final Tensor labels;
    private final RandomStream random;
    private final Layer net;
    private final Sgd sgd;
    private Tensor loss;

    SmallNet(Backend backend, long seed) {
        Random rng = new Random(seed);
        net = new Sequential(
            new Conv2d(1, 4, Window.of(3).padding(1), rng), new BatchNorm2d(4), new Tanh(), new AvgPool2d(2),   // 12 -> 6
            new Conv2d(4, 8, Window.of(3), rng), new Relu(), new MaxPool2d(2),              // 6 -> 4 -> 2
            new Flatten(), new Dropout(0.25),
            new Linear(8 * 2 * 2, 4, rng)).to(backend);
        sgd = new Sgd(net.parameters(), 0.1, 0.9, 1e-4, false);
        images = Tensor.of(backend, new float[5 * 12 * 12], 5, 1, 12, 12);
        labels = Tensor.of(backend, new float[5], 5);
        random = new RandomStream(seed);
    }

    /** What changes from step to step, and is not recorded. */
    void prepare(long step, float[] newImages, float[] newLabels) {
        images.set(newImages);
        labels.set(newLabels);
        random.step(step);
        sgd.prepare();
    }

    /** What is recorded. */
    void step() {
        loss = Losses.crossEntropy(net.apply(images, Pass.training(random)), labels);
        sgd.update(loss.backward(net.parameters().values()));
    }

    double loss() {
        return loss.item();
    }

    void assertSameParameters(SmallNet other, String what) {
        net.state().forEach((path, p) -> assertArrayEquals(p.toArray(), other.net.state().get(path).toArray(), path + " " + what));
    }
}
