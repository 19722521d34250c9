package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.Stream;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.Tolerance;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link MaxPool2d}, {@link AvgPool2d}, {@link SumPool2d}, {@link GlobalAvgPool2d} and {@link GlobalMaxPool2d}. */
class PoolTest {
    private final Random rng = new Random(7);

    static Stream<Window> windows() {
        return Stream.of(Window.of(2).stride(2), Window.of(3).stride(2), Window.of(3).stride(2).padding(1), Window.of(2, 3),
            Window.of(3).stride(2).ceil(),
            Window.of(1, 3).stride(1, 2).padding(0, 1), Window.of(2).same());
    }

    /** a 6x6 map with ones at (1, 4) and (3, 1). */
    @Test
    void theLecturesMaxima() {
        Tensor x = tensor("0 0 0 0 0 0 / 0 0 0 0 1 0 / 0 0 0 0 0 0 / 0 1 0 0 0 0 / 0 0 0 0 0 0 / 0 0 0 0 0 0", 1, 1, 6, 6);
        values("0 0 1 1 / 1 1 1 1 / 1 1 0 0 / 1 1 0 0", new MaxPool2d(Window.of(3)).apply(x, Pass.inference()), 1, 1, 4, 4);
        values("0 1 / 1 0", new MaxPool2d(3).apply(x, Pass.inference()), 1, 1, 2, 2);
    }

    @Test
    void averagesByHand() {
        Tensor x = tensor("1 2 3 4 / 5 6 7 8 / 9 10 11 12 / 13 14 15 16", 1, 1, 4, 4);
        values("3.5 5.5 11.5 13.5", new AvgPool2d(2).apply(x, Pass.inference()), 1, 1, 2, 2);
        values("0.25 1.25 1 / 3.5 8.5 5 / 3.25 7.25 4",
            new AvgPool2d(Window.of(2).stride(2).padding(1)).apply(x, Pass.inference()), 1, 1, 3, 3);   // padding counts as zeros
    }

    /** The corners of a window with padding hold one pixel, its edges two. */
    @Test
    void averagesOfPixelsOnly() {
        Tensor x = tensor("1 2 3 4 / 5 6 7 8 / 9 10 11 12 / 13 14 15 16", 1, 1, 4, 4);
        AvgPool2d pool = new AvgPool2d(Window.of(2).stride(2).padding(1), false);
        values("1 2.5 4 / 7 8.5 10 / 13 14.5 16", pool.apply(x, Pass.inference()), 1, 1, 3, 3);
        assertEquals("AvgPool2d(kernel 2x2, stride 2, padding 1, only pixels count)", pool.toString());
        GradientCheck.verify(pool, rng, 2, 3, 6, 4);
    }

    @Test
    void sumsByHand() {
        Tensor x = tensor("1 2 3 4 / 5 6 7 8 / 9 10 11 12 / 13 14 15 16", 1, 1, 4, 4);
        values("14 22 46 54", new SumPool2d(2).apply(x, Pass.inference()), 1, 1, 2, 2);
        values("1 5 4 / 14 34 20 / 13 29 16", new SumPool2d(Window.of(2).stride(2).padding(1)).apply(x, Pass.inference()), 1, 1, 3, 3);
        values("54 45 / 72 54", new SumPool2d(Window.of(3).stride(2).ceil()).apply(x, Pass.inference()), 1, 1, 2, 2);   // what overhangs adds nothing
    }

    @Test
    void theWholeImageByHand() {
        Tensor x = tensor("1 2 / 3 6 // -1 -5 / -2 -4", 1, 2, 2, 2);
        values("3 -3", new GlobalAvgPool2d().apply(x, Pass.inference()), 1, 2, 1, 1);
        values("6 -1", new GlobalMaxPool2d().apply(x, Pass.inference()), 1, 2, 1, 1);
    }

    @Test
    void gradientsOfTheWholeImageMatchFiniteDifferences() {
        GradientCheck.verify(new GlobalAvgPool2d(), rng, 2, 3, 5, 4);
        GradientCheck.verify(new GlobalMaxPool2d(), rng, 2, 3, 5, 4);
    }

    @ParameterizedTest
    @MethodSource("windows")
    void gradientsOfSumsMatchFiniteDifferences(Window window) {
        GradientCheck.verify(new SumPool2d(window), rng, 2, 3, 7, 6);
    }

    @ParameterizedTest
    @MethodSource("windows")
    void gradientsOfMaximaMatchFiniteDifferences(Window window) {
        GradientCheck.verify(new MaxPool2d(window), rng, 2, 3, 7, 6);
    }

    @ParameterizedTest
    @MethodSource("windows")
    void gradientsOfAveragesMatchFiniteDifferences(Window window) {
        GradientCheck.verify(new AvgPool2d(window), rng, 2, 3, 7, 6);
    }

    /** By hand: an even window as large as its input; its last row and column average over the image and the zeros beside it. */
    @Test
    void anEvenWindowMayKeepTheSize() {
        Tensor x = tensor("1 2 / 3 4", 1, 1, 2, 2);
        values("4 4 / 4 4", new MaxPool2d(Window.of(2).same()).apply(x, Pass.inference()), 1, 1, 2, 2);
        values("2.5 1.5 / 1.75 1", new AvgPool2d(Window.of(2).same()).apply(x, Pass.inference()), 1, 1, 2, 2);
    }

    @Test
    void ofEqualValuesTheFirstGetsTheGradient() {
        Tensor x = tensor("1 1 / 1 1", 1, 1, 2, 2).requiresGrad();
        values("1 0 0 0", new MaxPool2d(2).apply(x, Pass.inference()).sum().backward().of(x), 1, 1, 2, 2);
    }

    @Test
    void wrongInputsAreNamed() {
        error(LayerTest.shapeError(), """
            MaxPool2d(kernel 3x3, stride 3, padding 0): a 3x3 window is larger than the 2x2 input; padding 1 or more makes room
              input   [1, 1, 2, 2]   NCHW""", () -> new MaxPool2d(3).apply(Tensor.zeros(1, 1, 2, 2), Pass.inference()));
        error(LayerTest.shapeError(), """
            AvgPool2d(kernel 2x2, stride 2, padding 0): input has 2 axes, expected 4: [N, C, H, W]
              input   [5, 16]""", () -> new AvgPool2d(2).apply(Tensor.zeros(5, 16), Pass.inference()));
        error(LayerTest.shapeError(), """
            AvgPool2d(kernel 2x2, stride 2, padding 0, exact): (7 - 2)/2 + 1 = 3.50: a 2x2 filter with stride 2 does not fit 7x7; stride 1 does
              input   [1, 1, 7, 7]   NCHW""",
            () -> new AvgPool2d(Window.of(2).stride(2).exact()).apply(Tensor.zeros(1, 1, 7, 7), Pass.inference()));
    }

    @Test
    void wrongImagesAreNamed() {
        error(LayerTest.shapeError(), """
            GlobalAvgPool2d: input has 2 axes, expected 4: [N, C, H, W]
              input   [5, 16]""", () -> new GlobalAvgPool2d().apply(Tensor.zeros(5, 16), Pass.inference()));
        error(LayerTest.shapeError(), """
            GlobalMaxPool2d: the image has no pixels
              input   [5, 16, 0, 4]   NCHW""", () -> new GlobalMaxPool2d().apply(Tensor.zeros(5, 16, 0, 4), Pass.inference()));
        error(LayerTest.shapeError(), """
            SumPool2d(kernel 2x2, stride 2, padding 0): input has 2 axes, expected 4: [N, C, H, W]
              input   [5, 16]""", () -> new SumPool2d(2).apply(Tensor.zeros(5, 16), Pass.inference()));
    }

    @Test
    void windowsThatCannotPoolAreRefused() {
        error(IllegalArgumentException.class, "MaxPool2d: padding may be half the kernel at most, got kernel 3x3, stride 3, padding 2",
            () -> new MaxPool2d(Window.of(3).stride(3).padding(2)));
        error(IllegalArgumentException.class, "AvgPool2d: a pooling window has no dilation, got kernel 3x3, stride 1, padding 0, dilation 2",
            () -> new AvgPool2d(Window.of(3).dilation(2)));
        error(IllegalArgumentException.class, "Window: kernel must be at least 1x1, got 0x0", () -> new AvgPool2d(0));
    }

    @Test
    void savesAndLoads() {
        SaveAndLoad.verify(new MaxPool2d(2), new MaxPool2d(2), 1, 2, 4, 4);
        SaveAndLoad.verify(new SumPool2d(2), new SumPool2d(2), 1, 2, 4, 4);
        SaveAndLoad.verify(new GlobalAvgPool2d(), new GlobalAvgPool2d(), 1, 2, 4, 4);
        SaveAndLoad.verify(new GlobalMaxPool2d(), new GlobalMaxPool2d(), 1, 2, 4, 4);
        SaveAndLoad.verify(new AvgPool2d(2), new AvgPool2d(2), 1, 2, 4, 4);
    }

    /** Side by side, windows see every pixel once: the mean stays, and no maximum is below it. */
    @Test
    void averagesKeepTheMeanAndMaximaLieAbove() {
        float[] pixels = new float[3 * 8 * 8];
        for (int i = 0; i < pixels.length; i++) pixels[i] = rng.nextFloat();
        Tensor x = Tensor.of(pixels, 1, 3, 8, 8);
        Tensor average = new AvgPool2d(4).apply(x, Pass.inference());
        assertEquals(x.mean().item(), average.mean().item(), Tolerance.FLOAT_ROUNDING);
        values("0", new GlobalAvgPool2d().apply(x, Pass.inference()).mean().sub(x.mean()));
        values("0", new SumPool2d(4).apply(x, Pass.inference()).sub(average.mul(16)).abs().sum());
        Tensor above = new MaxPool2d(4).apply(x, Pass.inference()).sub(average);
        values("0", above.step().mean().sub(1));
    }
}
