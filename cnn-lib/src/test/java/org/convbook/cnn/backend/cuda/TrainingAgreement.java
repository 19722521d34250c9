package org.convbook.cnn.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Precision;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.Recording;
import org.convbook.cnn.loss.Losses;
import org.convbook.cnn.models.CifarResNet;
import org.convbook.cnn.models.LeNet5;
import org.convbook.cnn.models.UNet;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.optim.Adam;
import org.convbook.cnn.optim.Optimizer;
import org.convbook.cnn.optim.Sgd;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Networks train on a backend as on the reference: the losses of the first steps agree, also when all but the first are replayed. */
abstract class TrainingAgreement {
    private static final double TOLERANCE = 1e-4;

    abstract Backend backend();

    /** A network, its input and labels, and its optimiser. */
    record Training(Function<RandomGenerator, Layer> net, Function<Layer, Optimizer> optimizer, int[] input, int[] labels, int classes) {
        /** The losses of some steps; all but the first are replayed where the backend records. */
        double[] losses(Backend backend, int steps, boolean recorded) {
            Layer model = net.apply(new Random(7)).to(backend);
            Optimizer o = optimizer.apply(model);
            RandomStream random = new RandomStream(11);
            Tensor x = zeros(backend, input);
            Tensor t = zeros(backend, labels);
            Tensor[] loss = new Tensor[1];
            Runnable step = () -> {
                loss[0] = Losses.crossEntropy(model.apply(x, Pass.training(random)), t);
                o.update(loss[0].backward(model.parameters().values()));
            };
            double[] losses = new double[steps];
            Recording recording = null;
            Random rng = new Random(5);
            for (int i = 0; i < steps; i++) {
                x.set(values(x, () -> (float) rng.nextGaussian()));
                t.set(values(t, () -> rng.nextInt(classes)));
                random.step(i);
                o.prepare();
                if (recorded && recording == null) recording = backend.record(step);
                else if (recorded) recording.replay();
                else step.run();
                losses[i] = loss[0].item();
            }
            if (recording != null) recording.close();
            return losses;
        }
    }

    private interface Draw {
        float next();
    }

    private static float[] values(Tensor like, Draw draw) {
        float[] values = new float[like.shape().count()];
        for (int i = 0; i < values.length; i++) values[i] = draw.next();
        return values;
    }

    private static Tensor zeros(Backend backend, int... shape) {
        return Tensor.of(backend, new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)], shape);
    }

    final void agrees(Training training, int steps, boolean recorded) {
        agrees(backend(), TOLERANCE, training, steps, recorded);
    }

    static void agrees(Backend backend, double tolerance, Training training, int steps, boolean recorded) {
        double[] expected = training.losses(Backends.java(), steps, false);
        double[] actual = training.losses(backend, steps, recorded);
        for (int i = 0; i < steps; i++) assertEquals(expected[i], actual[i], tolerance * Math.max(1, expected[i]), "step " + i + " of "
            + Arrays.toString(expected));
    }

    /**
     * How far losses around 2 may be from those in float32 over the first steps: activations have 8 or 11 bits, a relative error of 4e-3 or 5e-4
     * each, and weights that differ by so little give losses that differ by so little.
     */
    static double tolerance(Precision precision) {
        return precision == Precision.BF16 ? 0.05 : 0.01;
    }

    static Training leNet() {
        return new Training(rng -> new LeNet5(10, rng), net -> new Sgd(net.parameters(), 0.05, 0.9, 1e-4, true), new int[] {8, 1, 28, 28},
            new int[] {8}, 10);
    }

    static Training smallResNet() {
        return new Training(rng -> new CifarResNet(8, 10, rng), net -> new Sgd(net.parameters(), 0.02, 0.9, 1e-4, false),
            new int[] {8, 3, 16, 16}, new int[] {8}, 10);
    }

    @Test
    void leNetAgreesWithTheReferenceOverTenSteps() {
        agrees(leNet(), 10, false);
        agrees(leNet(), 10, true);
    }

    @Test
    void uNetAgreesWithTheReferenceOverFourSteps() {
        agrees(new Training(rng -> new UNet(true, 2, 1, 2, rng), net -> new Adam(net.parameters(), 1e-3), new int[] {2, 1, 32, 32},
            new int[] {2, 32, 32}, 2), 4, true);
    }

    @Test
    void resNetAgreesWithTheReferenceOverTenSteps() {
        agrees(new Training(rng -> new CifarResNet(8, 10, rng), net -> new Sgd(net.parameters(), 0.05, 0.9, 1e-4, false), new int[] {4, 3, 16, 16},
            new int[] {4}, 10), 10, true);
    }
}
