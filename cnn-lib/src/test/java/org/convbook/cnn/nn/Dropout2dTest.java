package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Random;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.Tolerance;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

class Dropout2dTest {
    private final Tensor ones = Tensor.full(Backends.java(), 1, Shape.of(100, 200, 2, 3));

    @Test
    void channelsAreDroppedOrScaledUpAsAWhole() {
        float[] y = new Dropout2d(0.2).apply(ones, Pass.training(new Random(1))).toArray();
        for (int i = 0; i < y.length; i++) assertEquals(y[i] == 0 ? 0 : 1.25, y[i / 6 * 6], 1e-6, "value " + i);
    }

    /** The draw that the stream gives is the one that decides. */
    @Test
    void valuesByTheNumbersOfTheStream() {
        RandomStream stream = new RandomStream(5);
        float[] y = new Dropout2d(0.5).apply(Tensor.full(Backends.java(), 3, Shape.of(2, 2, 1, 2)), Pass.training(new RandomStream(5))).toArray();
        for (int i = 0; i < 8; i++) assertEquals(stream.uniform(0, i / 2) < 0.5 ? 6 : 0, y[i]);
    }

    @Test
    void theMeanStays() {
        assertEquals(1, new Dropout2d(0.5).apply(ones, Pass.training(new Random(1))).mean().item(), Tolerance.SAMPLE_MEAN);
    }

    @Test
    void inferenceAndRateZeroChangeNothing() {
        assertSame(ones, new Dropout2d(0.5).apply(ones, Pass.inference()));
        assertSame(ones, new Dropout2d(0).apply(ones, Pass.training(new Random(1))));
    }

    @Test
    void gradientsMatchFiniteDifferences() {
        GradientCheck.verify(new Dropout2d(0.3), new Random(7), 3, 5, 2, 2);
        GradientCheck.verify(new Dropout2d(0.3), new Random(7), 3, 5);
    }

    @Test
    void wrongInputsAndRatesAreRefused() {
        error(LayerTest.shapeError(), "Dropout2d(0.5): input is [4], expected [N, C, …]",
            () -> new Dropout2d(0.5).apply(Tensor.zeros(4), Pass.inference()));
        error(IllegalArgumentException.class, "Dropout2d: p must be in [0, 1), got 1.0", () -> new Dropout2d(1));
        error(IllegalArgumentException.class, "Dropout2d: p must be in [0, 1), got NaN", () -> new Dropout2d(Double.NaN));
    }

    @Test
    void savesAndLoads() {
        SaveAndLoad.verify(new Dropout2d(0.5), new Dropout2d(0.5), 2, 3, 2, 2);
    }
}
