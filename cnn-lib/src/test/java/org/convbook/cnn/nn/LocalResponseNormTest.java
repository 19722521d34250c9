package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

class LocalResponseNormTest {
    private final Random rng = new Random(7);

    /** Three channels 1, 2, 3; S = 1 + 0.5 · (1 + 4), 1 + 0.5 · (1 + 4 + 9), 1 + 0.5 · (4 + 9) = 3.5, 8, 7.5; divided by their roots. */
    @Test
    void valuesByHand() {
        values("0.5345225 0.7071068 1.0954452", new LocalResponseNorm(3, 0.5, 0.5, 1).apply(tensor("1 2 3", 1, 3, 1, 1), Pass.inference()), 1,
            3, 1, 1);
    }

    /** 10 and 20 side by side: S = 2 + 1e-4 · 500 = 2.05 in both; 2.05^-0.75 = 0.583693. PyTorch's alpha for the same is 5e-4. */
    @Test
    void thePapersAlphaIsNotDividedByTheSize() {
        double power = Math.exp(-0.75 * Math.log(2.05));
        Tensor y = new LocalResponseNorm().apply(tensor("10 20 0", 1, 3, 1, 1), Pass.inference());
        values("0 0 0", y.sub(Tensor.of(new float[] {(float) (10 * power), (float) (20 * power), 0}, 1, 3, 1, 1)), 1, 3, 1, 1);
    }

    @Test
    void gradientsMatchFiniteDifferences() {
        GradientCheck.verify(new LocalResponseNorm(), rng, 2, 7, 3, 2);
        GradientCheck.verify(new LocalResponseNorm(3, 2, 0.5, 1), rng, 2, 5, 2, 3);
        GradientCheck.verify(new LocalResponseNorm(9, 1, 1.25, 0.5), rng, 1, 4, 2, 2);
    }

    @Test
    void wrongInputsAndSettingsAreNamed() {
        error(LayerTest.shapeError(), """
            LocalResponseNorm(5, alpha 1.0E-4, beta 0.75, k 2.0): input has 2 axes, expected 4: [N, C, H, W]
              input   [3, 8]""", () -> new LocalResponseNorm().apply(Tensor.zeros(3, 8), Pass.inference()));
        error(IllegalArgumentException.class, "LocalResponseNorm: size must be odd and at least 1, got 4", () -> new LocalResponseNorm(4, 1, 1, 1));
        error(IllegalArgumentException.class, "LocalResponseNorm: alpha must be at least 0 and finite, got -1.0",
            () -> new LocalResponseNorm(5, -1, 1, 1));
        error(IllegalArgumentException.class, "LocalResponseNorm: beta must be at least 0 and finite, got Infinity",
            () -> new LocalResponseNorm(5, 1, Double.POSITIVE_INFINITY, 1));
        error(IllegalArgumentException.class, "LocalResponseNorm: k must be above 0 and finite, got 0.0", () -> new LocalResponseNorm(5, 1, 1, 0));
    }

    @Test
    void savesAndLoads() {
        SaveAndLoad.verify(new LocalResponseNorm(), new LocalResponseNorm(), 1, 4, 2, 2);
    }

    /** A loud channel quietens its neighbours, and only them. */
    @Test
    void neighboursInhibitOneAnother() {
        Layer norm = new LocalResponseNorm(3, 1, 0.75, 2);
        float[] quiet = norm.apply(tensor("1 1 1 1", 1, 4, 1, 1), Pass.inference()).toArray();
        float[] loud = norm.apply(tensor("100 1 1 1", 1, 4, 1, 1), Pass.inference()).toArray();
        assertEquals(true, loud[1] < quiet[1] / 10);
        assertEquals(quiet[2], loud[2]);
        assertEquals(quiet[3], loud[3]);
    }
}
