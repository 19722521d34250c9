package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.Tolerance;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DropoutTest {
    private final Tensor ones = Tensor.full(Backends.java(), 1, Shape.of(100, 200));

    @Test
    void valuesAreDroppedOrScaledUp() {
        float[] y = new Dropout(0.2).apply(ones, Pass.training(new Random(1))).toArray();
        int dropped = 0;
        for (float v : y) {
            assertTrue(v == 0 || v == 1.25f, "1 / (1 - 0.2), got " + v);
            if (v == 0) dropped++;
        }
        assertEquals(0.2, dropped / 20_000.0, Tolerance.SAMPLE_MEAN, "p is the chance to drop");
    }

    @Test
    void keepsTheMean() {
        for (double p : new double[] {0.1, 0.5, 0.9}) {
            assertEquals(1, new Dropout(p).apply(ones, Pass.training(new Random(1))).mean().item(), 2 * Tolerance.SAMPLE_MEAN);
        }
    }

    @Test
    void gradientsMatchFiniteDifferences() {
        GradientCheck.verify(new Dropout(0.4), new Random(7), 2, 3, 4, 5);
    }

    @Test
    void restsInInference() {
        assertSame(ones, new Dropout(0.5).apply(ones, Pass.inference()));
        assertSame(ones, new Dropout(0).apply(ones, Pass.training(new Random(1))));
    }

    @Test
    void drawsAnewForEachLayerAndStep() {
        RandomStream random = new RandomStream(3);
        Dropout dropout = new Dropout(0.5);
        float[] first = dropout.apply(ones, Pass.training(random)).toArray();
        float[] second = dropout.apply(ones, Pass.training(random)).toArray();
        random.step(1);
        float[] next = dropout.apply(ones, Pass.training(random)).toArray();
        assertFalse(Arrays.equals(first, second), "two layers of one pass");
        assertFalse(Arrays.equals(first, next), "two steps");
        random.step(0);
        assertArrayEquals(first, dropout.apply(ones, Pass.training(random)).toArray(), "the same step again");
    }

    @Test
    void ratesThatAreNoProbabilityAreRefused() {
        for (double p : new double[] {-0.1, 1, Double.NaN}) {
            error(IllegalArgumentException.class, "Dropout: p must be in [0, 1), got " + p, () -> new Dropout(p));
        }
        assertEquals("Dropout(0.5)", new Dropout(0.5).toString());
    }

    @Test
    void savesAndLoads() {
        SaveAndLoad.verify(new Dropout(0.5), new Dropout(0.5), 2, 3);
    }
}
