package org.convbook.cnn.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.Precision;
import org.convbook.cnn.backend.Recording;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.loss.Losses;
import org.convbook.cnn.models.LeNet5;
import org.convbook.cnn.models.UNet;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.optim.Adam;
import org.convbook.cnn.optim.Optimizer;
import org.convbook.cnn.optim.Sgd;
import org.convbook.cnn.tensor.Gradients;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks train with activations in 16 bits beside the reference in float32; half precision scales its losses. */
@Tag("stand-in")
class CudaMixedPrecisionTest {
    private CudaBackend backend;

    @BeforeEach
    void standsIn() {
        StandIn.required();
    }

    @AfterEach
    void nothingWasWrittenBehindABlock() {
        if (backend != null) backend.close();
        assertTrue(StandIn.intact());
    }

    private CudaBackend open(Precision precision) {
        backend = StandIn.another(precision);
        return backend;
    }

    private void trainsAsTheReference(Precision precision, TrainingAgreement.Training training, int steps) {
        double[] expected = training.losses(Backends.java(), steps, false);
        double[] eager = training.losses(open(precision), steps, false);
        for (int i = 0; i < steps; i++) {
            assertEquals(expected[i], eager[i], TrainingAgreement.tolerance(precision) * Math.max(1, expected[i]),
                "step " + i + ": " + Arrays.toString(eager) + ", in float32 " + Arrays.toString(expected));
        }
        assertFalse(Arrays.equals(expected, eager), "16 bits are not float32");
        double[] recorded = training.losses(backend, steps, true);
        assertArrayEquals(eager, recorded, "a step that is replayed gives the same bits");
    }

    @ParameterizedTest
    @EnumSource(value = Precision.class, names = {"BF16", "FP16"})
    void leNetTrains(Precision precision) {
        trainsAsTheReference(precision, TrainingAgreement.leNet(), 10);
    }

    @ParameterizedTest
    @EnumSource(value = Precision.class, names = {"BF16", "FP16"})
    void aThinUNetTrains(Precision precision) {
        trainsAsTheReference(precision, new TrainingAgreement.Training(rng -> new UNet(true, 2, 1, 2, rng),
            net -> new Adam(net.parameters(), 1e-3), new int[] {2, 1, 32, 32}, new int[] {2, 32, 32}, 2), 4);
    }

    @ParameterizedTest
    @EnumSource(value = Precision.class, names = {"BF16", "FP16"})
    void aSmallResNetTrains(Precision precision) {
        trainsAsTheReference(precision, TrainingAgreement.smallResNet(), 6);
    }

    // ---------------------------------------------------------------- what is kept how

    @ParameterizedTest
    @EnumSource(value = Precision.class, names = {"BF16", "FP16"})
    void activationsHaveSixteenBitsAndParametersAndTheirGradientsThirtyTwo(Precision precision) {
        open(precision);
        Format half = Format.of(precision);
        Shape image = Shape.of(2, 4, 6, 6);
        ConvShape s = new ConvShape(image, Shape.of(8, 4, 3, 3), Shape.of(2, 8, 6, 6), 1, 1, 1, 1);
        Buffer x = backend.fill(image, 1);
        Buffer w = backend.fill(s.weight(), 1 / 3.0);
        Buffer y = backend.conv(s, x, w, null);
        assertEquals(half, CudaBuffer.of(y).format);
        assertEquals(half, CudaBuffer.of(backend.convInputGradient(s, y, w)).format);
        assertEquals(Format.FLOAT, CudaBuffer.of(backend.convWeightGradient(s, x, y, true).weight()).format);
        assertEquals(Format.FLOAT, CudaBuffer.of(backend.convWeightGradient(s, x, y, true).bias()).format);
        assertEquals(Format.FLOAT, CudaBuffer.of(w).format);
        assertEquals(Format.FLOAT, CudaBuffer.of(backend.softmax(y)).format);
        assertEquals(2 * 8 * 36 * 2, CudaBuffer.of(y).format.bytes * y.shape().count());
        float[] thirds = backend.download(w);
        assertEquals((float) (1 / 3.0), thirds[0], "a parameter keeps its digits");
    }

    /** Steps too small for 16 bits add up in the weights. */
    @Test
    void smallStepsAddUpInMasterWeights() {
        Linear net = (Linear) new Linear(1, 1, new Random(1)).to(open(Precision.BF16));
        net.parameters().get("weight").set(new float[] {1});
        Sgd sgd = new Sgd(net.parameters(), 1e-4);
        Tensor x = Tensor.of(backend, new float[] {1}, 1, 1);
        for (int i = 0; i < 100; i++) sgd.step(net.apply(x, Pass.inference()).sum().backward());
        assertEquals(0.99, net.parameters().get("weight").item(), 1e-5);
    }

    // ---------------------------------------------------------------- scaling of losses

    /** y = w x and the loss 1e-7 · y, whose gradient for y is lost in half precision unless it is scaled. */
    private static Tensor small(Tensor w, Tensor x) {
        return x.matmul(w).sum().mul(1e-7);
    }

    @Test
    void smallGradientsAreNotLost() {
        open(Precision.FP16);
        Tensor w = Tensor.of(backend, new float[] {1}, 1, 1).requiresGrad();
        Tensor x = Tensor.of(backend, new float[] {0.01f}, 1, 1).requiresGrad();
        Gradients g = small(w, x).backward();
        assertEquals(1e-9, g.of(w).item(), 1e-11);
        assertEquals(1e-7, g.of(x).item(), 1e-9);
    }

    private static Map<String, Tensor> one(Tensor w) {
        return new LinkedHashMap<>(Map.of("w", w));
    }

    @Test
    void aStepThatOverflowsChangesNothingAndHalvesTheFactor() {
        open(Precision.FP16);
        Tensor w = Tensor.of(backend, new float[] {1}, 1, 1).requiresGrad();
        Tensor x = Tensor.of(backend, new float[] {1}, 1, 1);
        Optimizer o = new Adam(one(w), 0.1);
        o.lossScale().first(65536).every(2);
        double[] factors = new double[6];
        for (int i = 0; i < factors.length; i++) {
            o.prepare();
            float before = w.toArray()[0];
            o.update(x.matmul(w).sum().mul(4).backward());   // in half precision 4 · 65536 and 4 · 32768 are infinite, 4 · 16384 is too
            factors[i] = o.lossScale().factor();
            assertEquals(i < 3 || i == 5, before == w.toArray()[0], "step " + i);
        }
        assertArrayEquals(new double[] {32768, 16384, 8192, 8192, 16384, 8192}, factors);
        assertTrue(w.item() < 0.9, "two steps were made");
        assertTrue(Float.isFinite(o.state().get("v").get("w").toArray()[0]), "its state has no trace of the bad steps");
    }

    /** The device decides, so a recorded step skips and goes on as one that is not recorded. */
    @Test
    void aReplayedStepSkipsAsAnEagerOne() {
        float[] eager = overflowing(false);
        assertArrayEquals(eager, overflowing(true));
        assertEquals(1, eager[0], "the first step was skipped");
        assertTrue(eager[7] < 1, "later ones were not");
    }

    private float[] overflowing(boolean recorded) {
        CudaBackend on = StandIn.another(Precision.FP16);
        Tensor w = Tensor.of(on, new float[] {1}, 1, 1).requiresGrad();
        Tensor x = Tensor.of(on, new float[] {0}, 1, 1);
        Optimizer o = new Sgd(one(w), 0.001, 0.9);
        o.lossScale().every(3);
        Runnable step = () -> o.update(x.matmul(w).sum().mul(2).backward(o.parameters().values()));
        Recording recording = null;
        float[] weights = new float[8];
        for (int i = 0; i < weights.length; i++) {
            x.set(new float[] {1 + i % 3});
            o.prepare();
            if (!recorded) step.run();
            else if (recording == null) recording = on.record(step);
            else recording.replay();
            weights[i] = w.toArray()[0];
        }
        if (recording != null) recording.close();
        on.close();
        return weights;
    }

    @Test
    void otherPrecisionsScaleNothing() {
        Tensor w = Tensor.of(open(Precision.BF16), new float[] {1}, 1, 1).requiresGrad();
        Optimizer o = new Sgd(one(w), 0.1);
        o.step(Tensor.of(backend, new float[] {1}, 1, 1).matmul(w).sum().backward());
        assertEquals(1, o.lossScale().factor());
        assertFalse(o.state().containsKey("lossScaling"));
        assertEquals(0.9f, w.toArray()[0]);
    }

    @Test
    void theFactorIsPartOfTheOptimisersState() {
        Tensor w = Tensor.of(open(Precision.FP16), new float[] {1}, 1, 1).requiresGrad();
        Optimizer o = new Sgd(one(w), 0.1);
        Tensor state = o.state().get("lossScaling").get("all");
        assertArrayEquals(new float[] {65536, 0, 0, 2000}, state.toArray());
        state.set(new float[] {128, 5, 0, 2000});
        o.prepare();
        o.update(Tensor.of(backend, new float[] {1}, 1, 1).matmul(w).sum().backward());
        assertArrayEquals(new float[] {128, 6, 0, 2000}, state.toArray());
    }

    // ---------------------------------------------------------------- weights laid once

    @Test
    void weightsAreLaidOncePerChange() {
        open(Precision.FP32);
        Shape image = Shape.of(1, 3, 4, 4);
        ConvShape s = new ConvShape(image, Shape.of(2, 3, 3, 3), Shape.of(1, 2, 4, 4), 1, 1, 1, 1);
        Buffer x = backend.conv(new ConvShape(image, Shape.of(3, 3, 1, 1), image, 1, 0, 1, 1), backend.fill(image, 1),
            backend.fill(Shape.of(3, 3, 1, 1), 1 / 3.0), null);
        float[] values = new float[54];
        for (int i = 0; i < values.length; i++) values[i] = i;
        Buffer w = backend.upload(s.weight(), values);
        float[] first = backend.download(backend.conv(s, x, w, null));
        long before = StandIn.calls();
        assertArrayEquals(first, backend.download(backend.conv(s, x, w, null)));
        long again = StandIn.calls() - before;
        backend.write(w, new float[54]);
        before = StandIn.calls();
        assertArrayEquals(new float[32], backend.download(backend.conv(s, x, w, null)), "a change is followed");
        assertEquals(again + 1, StandIn.calls() - before, "it is laid once more");
    }

    /** Weights that change between replays, by another hand than the recorded step's, are seen by it. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void aReplaySeesWeightsThatWereSet(Precision precision) {
        open(precision);
        Shape image = Shape.of(1, 2, 3, 3);
        ConvShape s = new ConvShape(image, Shape.of(2, 2, 3, 3), image, 1, 1, 1, 1);
        Tensor w = Tensor.full(backend, 1, s.weight());
        Buffer x = backend.fill(image, 1);
        Buffer[] y = new Buffer[1];
        try (Recording recording = backend.record(() -> y[0] = backend.conv(s, x, w.buffer(), null))) {
            assertEquals(18, backend.download(y[0])[4]);
            float[] twos = new float[36];
            Arrays.fill(twos, 2);
            w.set(twos);
            recording.replay();
            assertEquals(36, backend.download(y[0])[4]);
            recording.replay();
            assertEquals(36, backend.download(y[0])[4]);
        }
    }

    /** A network trained by a recorded step computes the same afterwards as one trained step by step. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void whatARecordedStepLearntIsSeenOutside(Precision precision) {
        assertArrayEquals(outputAfterTraining(precision, false), outputAfterTraining(precision, true));
    }

    private float[] outputAfterTraining(Precision precision, boolean recorded) {
        CudaBackend on = StandIn.another(precision);
        Layer net = new LeNet5(10, new Random(3)).to(on);
        Optimizer o = new Sgd(net.parameters(), 0.1, 0.9);
        Tensor x = Tensor.of(on, new float[2 * 784], 2, 1, 28, 28);
        Tensor labels = Tensor.of(on, new float[] {1, 2}, 2);
        float[] before = net.apply(x, Pass.inference()).toArray();
        Runnable step = () -> o.update(Losses.crossEntropy(net.apply(x, Pass.training(new Random(1))), labels).backward());
        Recording recording = null;
        for (int i = 0; i < 3; i++) {
            o.prepare();
            if (!recorded) step.run();
            else if (recording == null) recording = on.record(step);
            else recording.replay();
        }
        float[] after = net.apply(x, Pass.inference()).toArray();
        if (recording != null) recording.close();
        assertFalse(Arrays.equals(before, after));
        on.close();
        return after;
    }
}
