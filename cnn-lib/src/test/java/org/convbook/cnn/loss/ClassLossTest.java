package org.convbook.cnn.loss;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.Tolerance;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The cross-entropy with its settings, per pixel, on logarithms; the multiclass hinge. */
class ClassLossTest {
    private final Random rng = new Random(7);

    /**
     * z = (2, 1, 0.1), y = 0, with −ln p = (0.417030, 1.417030, 2.317030) by the worked example; smoothed by 0.3 the target is
     * (0.8, 0.1, 0.1): L = 0.8 · 0.417030 + 0.1 · 1.417030 + 0.1 · 2.317030 = 0.707030 and dz = p − target.
     */
    @Test
    void smoothingByHand() {
        Tensor z = tensor("2 1 0.1", 1, 3).requiresGrad();
        Tensor loss = Losses.of(Losses.crossEntropy().smoothing(0.3), z, new int[] {0});
        assertEquals(0.707030, loss.item(), Tolerance.SIX_DIGITS);
        values("0 0 0", loss.backward().of(z).sub(tensor("-0.140999 0.142433 -0.001434", 1, 3)).mul(0.1), 1, 3);
    }

    /** The same row with label 0 of weight 1 and with label 1 of weight 3: (0.417030 + 3 · 1.417030) / 4 = 1.167030. */
    @Test
    void classWeightsByHand() {
        Tensor z = tensor("2 1 0.1 / 2 1 0.1", 2, 3);
        assertEquals(1.167030, Losses.of(Losses.crossEntropy().classWeights(1, 3, 100), z, new int[] {0, 1}).item(), Tolerance.SIX_DIGITS);
        assertEquals(0.917030, Losses.of(Losses.crossEntropy(), z, new int[] {0, 1}).item(), Tolerance.SIX_DIGITS);
    }

    /** Two pixels with those logits: labels 0 and 2, then 0 and one that does not count. */
    @Test
    void pixelsByHand() {
        Tensor z = tensor("2 2 / 1 1 / 0.1 0.1", 1, 3, 1, 2).requiresGrad();
        assertEquals((0.417030 + 2.317030) / 2, Losses.crossEntropy(z, new int[] {0, 2}).item(), Tolerance.SIX_DIGITS);
        Tensor one = Losses.of(Losses.crossEntropy().ignoring(255), z, new int[] {0, 255});
        assertEquals(0.417030, one.item(), Tolerance.SIX_DIGITS);
        values("-0.340999 0 / 0.242433 0 / 0.098566 0", one.backward().of(z), 1, 3, 1, 2);
    }

    @Test
    void noPixelThatCountsGivesNothing() {
        Tensor z = tensor("2 2 / 1 1 / 0.1 0.1", 1, 3, 1, 2).requiresGrad();
        Tensor none = Losses.of(Losses.crossEntropy().ignoring(255).smoothing(0.1), z, new int[] {255, 255});
        assertEquals(0, none.item());
        values("0 0 / 0 0 / 0 0", none.backward().of(z), 1, 3, 1, 2);
    }

    @Test
    void nllOfLogarithmsIsTheSame() {
        Tensor z = tensor("2 1 0.1 / 2 1 0.1", 2, 3);
        assertEquals(0.917030, Losses.of(Losses.nll(), z.logSoftmax(), new int[] {0, 1}).item(), Tolerance.SIX_DIGITS);
        assertEquals(Math.log(4), Losses.of(Losses.nll(), tensor("0.25 0.75", 1, 2).log(), new int[] {0}).item(), Tolerance.SIX_DIGITS);
    }

    @Test
    void gradientsMatchFiniteDifferences() {
        CrossEntropyLoss all = Losses.crossEntropy().smoothing(0.2).classWeights(1, 0.5f, 2, 3).ignoring(3);
        GradientCheck.verify("all settings", z -> Losses.of(all, z, new int[] {1, 3, 2}), rng, 3, 4);
        GradientCheck.verify("pixels", z -> Losses.of(all, z.mul(20), new int[] {0, 1, 2, 3, 3, 1, 0, 0, 2, 1, 3, 0}).mul(2), rng, 2, 4, 3, 2);
        GradientCheck.verify("nll", z -> Losses.of(Losses.nll(), z.logSoftmax(), new int[] {1, 3, 2}), rng, 3, 4);
        GradientCheck.verify("logSoftmax", z -> z.mul(10).logSoftmax(), rng, 2, 4, 3);
        GradientCheck.verify("hinge", s -> Losses.of(Losses.multiclassHinge(), s.mul(30), new int[] {1, 3, 2}), rng, 3, 4);
    }

    /** s = (3.2, 5.1, −1.7), y = 0: max(0, 5.1 − 3.2 + 1) + max(0, −1.7 − 3.2 + 1) = 2.9, from the lecture. */
    @Test
    void hingeOfTheLecturesScores() {
        Tensor s = tensor("3.2 5.1 -1.7", 1, 3).requiresGrad();
        Tensor loss = Losses.of(Losses.multiclassHinge(), s, new int[] {0});
        assertEquals(2.9, loss.item(), Tolerance.FLOAT_ROUNDING);
        values("-1 1 0", loss.backward().of(s), 1, 3);
    }

    /** The lecture's three images: losses 2.9, 0 and 12.9, mean 5.27. */
    @Test
    void hingeOfTheLecturesThreeImages() {
        Tensor s = tensor("3.2 5.1 -1.7 / 1.3 4.9 2.0 / 2.2 2.5 -3.1", 3, 3);
        assertEquals((2.9 + 0 + 12.9) / 3, Losses.of(Losses.multiclassHinge(), s, new int[] {0, 1, 2}).item(), 2 * Tolerance.FLOAT_ROUNDING);
    }

    @Test
    void aLossIsAValueThatSaysWhatItIs() {
        CrossEntropyLoss plain = Losses.crossEntropy();
        assertEquals("crossEntropy, smoothing 0.1, class weights [1.0, 2.0], ignoring 255",
            plain.smoothing(0.1).classWeights(1, 2).ignoring(255).toString());
        assertEquals("crossEntropy", plain.toString());
        assertEquals("nll", Losses.nll().toString());
        assertEquals("multiclassHinge", Losses.multiclassHinge().toString());
        assertEquals(255, plain.ignoring(255).ignored());
        assertEquals(-1, plain.ignored());
    }

    @Test
    void labelsAreNamedBeforeAnythingRuns() {
        CrossEntropyLoss loss = Losses.crossEntropy().ignoring(255);
        Shape maps = Shape.of(2, 3, 2, 2);
        loss.check(maps, new int[] {0, 1, 2, 255, 0, 1, 2, 255});
        error(IllegalArgumentException.class, "crossEntropy: label 3 at image 1, row 1, column 0 is not in [0, 3), nor the ignored 255",
            () -> loss.check(maps, new int[] {0, 1, 2, 255, 0, 1, 3, 255}));
        error(IllegalArgumentException.class, "crossEntropy: label -1 at 1 is not in [0, 3)",
            () -> Losses.crossEntropy().check(Shape.of(2, 3), new int[] {0, -1}));
        error(ShapeException.class, "crossEntropy: there are 2 labels for 8 pixels of logits\n  logits  [2, 3, 2, 2]",
            () -> loss.check(maps, new int[2]));
        error(IllegalArgumentException.class, "multiclassHinge: label 3 at 0 is not in [0, 3)",
            () -> Losses.multiclassHinge().check(Shape.of(1, 3), new int[] {3}));
        error(ShapeException.class, "multiclassHinge: scores have 4 axes, expected 2: [N, K]\n  scores  [2, 3, 2, 2]",
            () -> Losses.multiclassHinge().check(maps, new int[8]));
        error(IllegalArgumentException.class, "crossEntropy: there are 2 class weights for 3 classes",
            () -> Losses.of(Losses.crossEntropy().classWeights(1, 2), Tensor.zeros(1, 3), new int[1]));
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        error(IllegalArgumentException.class, "crossEntropy: smoothing must be in [0, 1), got 1.0", () -> Losses.crossEntropy().smoothing(1));
        error(IllegalArgumentException.class, "nll: smoothing must be in [0, 1), got NaN", () -> Losses.nll().smoothing(Double.NaN));
        error(IllegalArgumentException.class, "crossEntropy: class weights must be at least 0 and finite, got [1.0, -1.0]",
            () -> Losses.crossEntropy().classWeights(1, -1));
        error(IllegalArgumentException.class, "crossEntropy: the ignored label must be at least 0, got -1", () -> Losses.crossEntropy().ignoring(-1));
    }
}
