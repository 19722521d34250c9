package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.Tolerance;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tech.tablesaw.api.Row;

class UpsampleTest {
    private final Random rng = new Random(7);

    /** A row 0, 1, 2 of half the size. */
    @Test
    void valuesByHand() {
        Tensor x = tensor("0 1 2", 1, 1, 1, 3);
        values("0 0 1 1 2 2 / 0 0 1 1 2 2", new Upsample(2).apply(x, Pass.inference()), 1, 1, 2, 6);
        values("0 0.25 0.75 1.25 1.75 2 / 0 0.25 0.75 1.25 1.75 2",
            new Upsample(2, Upsample.Mode.BILINEAR).apply(x, Pass.inference()), 1, 1, 2, 6);
        values("0 0.4 0.8 1.2 1.6 2 / 0 0.4 0.8 1.2 1.6 2",
            new Upsample(2, Upsample.Mode.BILINEAR_ALIGNED).apply(x, Pass.inference()), 1, 1, 2, 6);
    }

    @ParameterizedTest
    @EnumSource
    void gradientsMatchFiniteDifferences(Upsample.Mode mode) {
        GradientCheck.verify(new Upsample(2, mode), rng, 2, 3, 3, 4);
        GradientCheck.verify(new Upsample(3, mode), rng, 1, 2, 1, 2);
    }

    @Test
    void wrongInputsAndScalesAreNamed() {
        error(LayerTest.shapeError(), """
            Upsample(2, nearest): input has 2 axes, expected 4: [N, C, H, W]
              input   [3, 8]""", () -> new Upsample(2).apply(Tensor.zeros(3, 8), Pass.inference()));
        error(LayerTest.shapeError(), """
            Upsample(2, bilinear): the image has no pixels
              input   [3, 8, 0, 2]   NCHW""", () -> new Upsample(2, Upsample.Mode.BILINEAR).apply(Tensor.zeros(3, 8, 0, 2), Pass.inference()));
        error(IllegalArgumentException.class, "Upsample: scale must be in [1, 32768], got 0", () -> new Upsample(0));
    }

    @Test
    void savesAndLoads() {
        SaveAndLoad.verify(new Upsample(2), new Upsample(2), 1, 2, 3, 3);
    }

    /** The shares of which an output pixel is made add up to 1, at the border too. */
    @ParameterizedTest
    @EnumSource
    void aConstantImageStaysConstant(Upsample.Mode mode) {
        Tensor y = new Upsample(3, mode).apply(Tensor.zeros(2, 3, 4, 5).add(2.5), Pass.inference());
        assertEquals(2 * 3 * 12 * 15 * 2.5, y.sum().item(), 2 * 3 * 12 * 15 * Tolerance.FLOAT_ROUNDING);
        assertEquals(0, y.sub(2.5).abs().sum().item());
    }

    /** Pooled after it, an image enlarged by repetition is itself; its pixels are half as far apart. */
    @Test
    void poolingTakesItBack() {
        Tensor x = tensor("1 2 / 3 4", 1, 1, 2, 2);
        values("1 2 / 3 4", new Sequential(new Upsample(2), new AvgPool2d(2)).apply(x, Pass.inference()), 1, 1, 2, 2);
        Row row = new Sequential(new MaxPool2d(2), new Upsample(2)).summary(1, 8, 8).row(1);
        assertEquals("2, 1, 0", row.getString("field") + ", " + row.getString("jump") + ", " + row.getString("centre"));
    }
}
