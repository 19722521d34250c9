package org.convbook.cnn.models;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.loss.Loss;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.optim.Adam;
import org.convbook.cnn.tensor.Tape;
import org.convbook.cnn.tensor.Tensor;

/** The test of learning that every model has. */
final class Training {
    private Training() {}

    /** Waves that differ from image to image, with some noise; 0 on average. */
    static Tensor images(int... shape) {
        Shape s = Shape.of(shape);
        float[] values = new float[s.count()];
        int each = s.count() / s.size(0);
        int width = s.size(-1);
        Random rng = new Random(3);
        for (int i = 0; i < values.length; i++) {
            double phase = Math.PI * (i / each + 1) * (i % width + i / width % 100) / width;
            values[i] = (float) (1.5 * Math.cos(phase) + 0.3 * rng.nextGaussian());
        }
        return Tensor.of(values, shape);
    }

    /**
     * A network learns a few images by heart: within these steps of Adam its loss falls below 0.05. It is measured with dropout at rest, and with the
     * statistics of the batch where there is batch normalisation.
     */
    static void learnsByHeart(Layer net, Loss loss, double rate, int steps, Tensor images, int... labels) {
        float[] values = new float[labels.length];
        for (int i = 0; i < values.length; i++) values[i] = labels[i];
        Tensor t = Tensor.of(values, labels.length);
        boolean normalises = net.buffers().keySet().stream().anyMatch(path -> path.endsWith("runningMean"));
        Adam adam = new Adam(net.parameters(), rate);
        Random rng = new Random(5);
        List<Double> losses = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            adam.step(loss.loss(net.apply(images, Pass.training(rng)), t).backward());
            if (step % 10 != 0) continue;
            Pass pass = normalises ? Pass.training(rng) : Pass.inference();
            losses.add(Tape.withoutGradients(() -> loss.loss(net.apply(images, pass), t)).item());
            if (losses.get(losses.size() - 1) < 0.05) return;
        }
        fail(net + ": after every 10 steps the loss was " + losses);
    }
}
