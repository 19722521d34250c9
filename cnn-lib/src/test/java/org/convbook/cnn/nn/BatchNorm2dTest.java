package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.Tolerance;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

class BatchNorm2dTest {
    private final Random rng = new Random(7);
    private final Pass training = Pass.training(rng);

    /**
     * One channel with 1, 2, 3, 6: mean 3, variance (4 + 1 + 0 + 9)/4 = 3.5, unbiased 14/3; running mean 0.9 * 0 + 0.1 * 3, running variance
     * 0.9 * 1 + 0.1 * 14/3 = 1.3666667. The second is the first plus 10.
     */
    @Test
    void valuesByHand() {
        BatchNorm2d norm = new BatchNorm2d(2);
        Tensor x = tensor("1 2 11 12 / 3 6 13 16", 2, 2, 1, 2);
        values("-1.0690434 -0.5345217 -1.0690434 -0.5345217 / 0 1.6035651 0 1.6035651", norm.apply(x, training), 2, 2, 1, 2);   // / sqrt(3.50001)
        values("0.3 1.3", norm.buffers().get("runningMean"), 2);
        values("1.3666667 1.3666667", norm.buffers().get("runningVar"), 2);
        norm.parameters().get("weight").set(new float[] {2, 1});
        norm.parameters().get("bias").set(new float[] {1, 0});
        Tensor atMeans = tensor("0.3 1.3 / 0.3 1.3", 2, 2);
        values("1 0 1 0", norm.apply(atMeans, Pass.inference()), 2, 2);
        values("0.3 1.3", norm.buffers().get("runningMean"), 2);
    }

    @Test
    void gradientsMatchFiniteDifferences() {
        GradientCheck.verify(new BatchNorm2d(3), rng, 4, 3, 2, 5);
        GradientCheck.verify(new BatchNorm2d(4), rng, 5, 4);
        GradientCheck.verify(new BatchNorm2d(2, 0.3, 0.01), rng, 2, 2, 3);
    }

    @Test
    void gradientsInInferenceMatchFiniteDifferences() {
        Tensor scale = tensor("2 -1 0.5", 3);
        GradientCheck.verify("batchNorm in inference", x -> {
            BatchNorm2d norm = new BatchNorm2d(3);
            norm.parameters().get("weight").set(scale.toArray());
            norm.buffers().get("runningMean").set(new float[] {0.1f, -0.2f, 0});
            norm.buffers().get("runningVar").set(new float[] {0.5f, 2, 1});
            return norm.to(x.backend()).apply(x, Pass.inference());
        }, rng, 2, 3, 2, 2);
    }

    @Test
    void wrongInputsAreNamed() {
        error(LayerTest.shapeError(), """
            BatchNorm2d(8): input has 3 channels, expected 8
              input   [2, 3, 4, 4]   NCHW
              weight  [8]""", () -> new BatchNorm2d(8).apply(Tensor.zeros(2, 3, 4, 4), training));
        error(LayerTest.shapeError(), """
            BatchNorm2d(8): input has 1 axis, expected [N, C, …]
              input   [8]
              weight  [8]""", () -> new BatchNorm2d(8).apply(Tensor.zeros(8), training));
        error(LayerTest.shapeError(), """
            BatchNorm2d(8): training needs at least 2 values in each channel to have a variance, got 1; use larger batches, or a pass of inference
              input   [1, 8, 1, 1]   NCHW
              weight  [8]""", () -> new BatchNorm2d(8).apply(Tensor.zeros(1, 8, 1, 1), training));
        values("0 0", new BatchNorm2d(2).apply(Tensor.zeros(1, 2), Pass.inference()), 1, 2);
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        error(IllegalArgumentException.class, "BatchNorm2d: channels must be at least 1, got 0", () -> new BatchNorm2d(0));
        error(IllegalArgumentException.class, "BatchNorm2d: momentum must be in [0, 1], got 1.1", () -> new BatchNorm2d(2, 1.1, 1e-5));
        error(IllegalArgumentException.class, "BatchNorm2d: momentum must be in [0, 1], got NaN", () -> new BatchNorm2d(2, Double.NaN, 1e-5));
        error(IllegalArgumentException.class, "BatchNorm2d: epsilon must be above 0 and finite, got 0.0", () -> new BatchNorm2d(2, 0.1, 0));
        assertEquals("[BatchNorm2d(2), BatchNorm2d(2, momentum 0.01, epsilon 0.001)]",
            List.of(new BatchNorm2d(2), new BatchNorm2d(2, 0.01, 1e-3)).toString());
    }

    @Test
    void savesAndLoadsWithItsStatistics() {
        BatchNorm2d norm = new BatchNorm2d(3);
        norm.apply(random(4, 3, 2, 2), training);
        SaveAndLoad.verify(norm, new BatchNorm2d(3), 2, 3, 4, 4);
        assertEquals(List.of("weight", "bias", "runningMean", "runningVar"), List.copyOf(norm.state().keySet()));
    }

    /** Whatever the input's mean and spread, the output has mean bias and variance weight². */
    @Test
    void theOutputHasTheMeanAndSpreadOfItsParameters() {
        Layer norm = new BatchNorm2d(1).to(Backends.best());
        norm.parameters().get("weight").set(new float[] {3});
        norm.parameters().get("bias").set(new float[] {-2});
        Tensor y = norm.apply(random(16, 1, 8, 8).mul(50).add(700).to(Backends.best()), training);
        assertEquals(-2, y.mean().item(), Tolerance.FLOAT_OPERATION * 10);
        assertEquals(3, Math.sqrt(y.add(2).square().mean().item()), Tolerance.FLOAT_OPERATION * 10);
    }

    /** Batch after batch, what inference works with comes close to what training sees; margins are six standard errors. */
    @Test
    void theRunningStatisticsComeToThoseOfTheData() {
        BatchNorm2d norm = new BatchNorm2d(1);
        for (int i = 0; i < 200; i++) norm.apply(random(64, 1, 2, 2).mul(5).add(3), training);
        assertEquals(3, norm.buffers().get("runningMean").item(), 0.5);
        assertEquals(25, norm.buffers().get("runningVar").item(), 3);
        assertTrue(norm.buffers().values().stream().noneMatch(Tensor::tracked), "nobody differentiates by them");
    }

    private Tensor random(int... shape) {
        float[] values = new float[Shape.of(shape).count()];
        for (int i = 0; i < values.length; i++) values[i] = (float) rng.nextGaussian();
        return Tensor.of(values, shape);
    }
}
