package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

class Subsample2dTest {
    /** Sums 10 and -10; times 0.5 and 2, plus 1 and 3. */
    @Test
    void valuesByHand() {
        Subsample2d layer = new Subsample2d(2);
        Tensor x = tensor("1 2 / 3 4 // -1 -2 / -3 -4", 1, 2, 2, 2);
        values("2.5 -2.5", layer.apply(x, Pass.inference()), 1, 2, 1, 1);
        layer.parameters().get("weight").set(new float[] {0.5f, 2});
        layer.parameters().get("bias").set(new float[] {1, 3});
        values("6 -17", layer.apply(x, Pass.inference()), 1, 2, 1, 1);
    }

    @Test
    void gradientsMatchFiniteDifferences() {
        GradientCheck.verify(new Subsample2d(3), new Random(7), 2, 3, 5, 4);
    }

    @Test
    void wrongInputsAreNamed() {
        error(LayerTest.shapeError(), """
            Subsample2d(6): input has 3 channels, expected 6
              input   [2, 3, 4, 4]   NCHW
              weight  [6]""", () -> new Subsample2d(6).apply(Tensor.zeros(2, 3, 4, 4), Pass.inference()));
        error(LayerTest.shapeError(), """
            Subsample2d(6): input has 2 axes, expected 4: [N, C, H, W]
              input   [2, 6]""", () -> new Subsample2d(6).apply(Tensor.zeros(2, 6), Pass.inference()));
        error(IllegalArgumentException.class, "Subsample2d: channels must be at least 1, got 0", () -> new Subsample2d(0));
    }

    @Test
    void savesAndLoads() {
        Subsample2d layer = new Subsample2d(2);
        layer.parameters().get("weight").set(new float[] {3, -1});
        SaveAndLoad.verify(layer, new Subsample2d(2), 1, 2, 4, 4);
    }

    /** LeNet-5's S2 has 12 parameters and S4 has 32 (LeCun et al. 1998, section II.B); at first it averages. */
    @Test
    void twoParametersForEachMap() {
        assertEquals(12, new Subsample2d(6).parameterCount());
        assertEquals(32, new Subsample2d(16).parameterCount());
        Tensor x = tensor("1 2 3 4 / 5 6 7 8 / 9 10 11 12 / 13 14 15 16", 1, 1, 4, 4);
        values("0 0 0 0", new Subsample2d(1).apply(x, Pass.inference()).sub(new AvgPool2d(2).apply(x, Pass.inference())), 1, 1, 2, 2);
    }
}
