package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class Conv2dTest {
    private final Random rng = new Random(7);

    private Conv2d filter(Window window, String weight, float bias) {
        Conv2d conv = new Conv2d(1, 1, window, rng);
        String[] parts = weight.split("[\\s/]+");
        float[] w = new float[parts.length];
        for (int i = 0; i < w.length; i++) w[i] = Float.parseFloat(parts[i]);
        conv.weight().set(w);
        conv.bias().set(new float[] {bias});
        return conv;
    }

    /** The lecture's 1-D example. */
    @Test
    void theLecturesFilterOnARow() {
        Tensor image = tensor("0 0 1 1 1 0 1 0 0 0", 1, 1, 1, 10);
        Tensor y = filter(Window.of(1, 3), "-1 1 -1", 0).apply(image, Pass.inference());
        values("-1 0 -1 0 -2 1 -1 0", y, 1, 1, 1, 8);
        values("0 0 0 0 0 1 0 0", y.relu(), 1, 1, 1, 8);
        values("0 1 0 1 0 2 0 1", filter(Window.of(1, 3), "-1 1 -1", 1).apply(image, Pass.inference()).relu(), 1, 1, 1, 8);
        assertEquals(4, filter(Window.of(1, 3), "-1 1 -1", 0).parameterCount());
    }

    /** The lecture's 2-D example. */
    @Test
    void theLecturesFilterOnAnImage() {
        Tensor image = tensor("1 0 1 0 0 / 1 0 1 0 1 / 1 1 1 0 0 / 1 0 1 0 1 / 1 0 1 0 1", 1, 1, 5, 5);
        String weight = "-1 -1 -1 / -1 1 -1 / -1 -1 -1";
        values("-7 -2 -4 / -5 -2 -5 / -7 -2 -5", filter(Window.of(3), weight, 0).apply(image, Pass.inference()), 1, 1, 3, 3);
        values("0 0 0 0 0 / 0 0 0 0 1 / 0 0 0 0 0 / 0 0 0 0 0 / 0 0 0 0 0",
            filter(Window.of(3).padding(1), weight, 0).apply(image, Pass.inference()).relu(), 1, 1, 5, 5);
        values("2 0 2 0 1 / 0 0 0 0 3 / 0 0 0 0 0 / 0 0 0 0 2 / 2 0 2 0 2",
            filter(Window.of(3).padding(1), weight, 2).apply(image, Pass.inference()).relu(), 1, 1, 5, 5);
    }

    /** 32x32x3, ten 5x5 filters, stride 1, padding 2. */
    @Test
    void theLecturesCounts() {
        Conv2d conv = new Conv2d(3, 10, Window.of(5).padding(2), rng);
        assertEquals(760, conv.parameterCount());
        assertEquals(76, new Conv2d(3, 1, Window.of(5).padding(2), rng).parameterCount());
        Tensor y = conv.apply(Tensor.zeros(1, 3, 32, 32), Pass.inference());
        assertEquals(Shape.of(1, 10, 32, 32), y.shape());
        assertEquals(32 * 32 * 10 * 75, conv.multiplyAdds(Shape.of(4, 3, 32, 32), Shape.of(4, 10, 32, 32)), "for one image");
    }

    static Stream<Arguments> geometries() {
        return Stream.of(
            Arguments.of(Window.of(3), 1, true), Arguments.of(Window.of(3).stride(2).padding(1), 1, true),
            Arguments.of(Window.of(3).dilation(2), 1, true),
            Arguments.of(Window.of(1), 1, true), Arguments.of(Window.of(2, 3).stride(3), 1, false), Arguments.of(Window.of(3).padding(1), 2, true));
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void gradientsMatchFiniteDifferences(Window window, int groups, boolean bias) {
        GradientCheck.verify(new Conv2d(4, 6, window, groups, bias, rng), rng, 2, 4, 7, 8);   // N, C, H, W all differ
    }

    @Test
    void wrongChannelCountIsNamed() {
        error(LayerTest.shapeError(), """
            Conv2d(3 -> 8, kernel 3x3, stride 1, padding 0): input has 4 channels, expected 3
              input   [1, 4, 9, 9]   NCHW
              weight  [8, 3, 3, 3]""", () -> new Conv2d(3, 8, Window.of(3), rng).apply(Tensor.zeros(1, 4, 9, 9), Pass.inference()));
    }

    @Test
    void wrongInputsAreNamed() {
        Conv2d conv = new Conv2d(4, 6, Window.of(3).stride(2).padding(1), 2, false, rng);
        error(LayerTest.shapeError(), """
            Conv2d(4 -> 6, kernel 3x3, stride 2, padding 1, groups 2, no bias): input has 3 axes, expected 4: [N, C, H, W]
              input   [4, 9, 9]
              weight  [6, 2, 3, 3]""", () -> conv.apply(Tensor.zeros(4, 9, 9), Pass.inference()));
        error(LayerTest.shapeError(), """
            Conv2d(1 -> 1, kernel 5x5, stride 1, padding 0): a 5x5 window is larger than the 4x4 input; padding 1 or more makes room
              input   [1, 1, 4, 4]   NCHW
              weight  [1, 1, 5, 5]""", () -> new Conv2d(1, 1, Window.of(5), rng).apply(Tensor.zeros(1, 1, 4, 4), Pass.inference()));
        error(LayerTest.shapeError(), """
            Conv2d(1 -> 1, kernel 3x3, stride 3, padding 0, exact): (7 - 3)/3 + 1 = 2.33: a 3x3 filter with stride 3 does not fit 7x7; stride 2 or padding 1 does
              input   [1, 1, 7, 7]   NCHW
              weight  [1, 1, 3, 3]""",
            () -> new Conv2d(1, 1, Window.of(3).stride(3).exact(), rng).apply(Tensor.zeros(1, 1, 7, 7), Pass.inference()));
    }

    @Test
    void savesAndLoads() {
        SaveAndLoad.verify(new Conv2d(2, 3, Window.of(3), new Random(1)), new Conv2d(2, 3, Window.of(3), new Random(2)), 1, 2, 6, 6);
    }

    /** A shifted image gives a shifted map: what makes it a convolution. */
    @Test
    void shiftsWithItsInput() {
        Conv2d conv = new Conv2d(2, 3, Window.of(3), rng);
        float[] pixels = new float[2 * 9 * 9];
        for (int i = 0; i < pixels.length; i++) pixels[i] = rng.nextFloat();
        Tensor x = Tensor.of(pixels, 1, 2, 9, 9);
        Tensor moved = conv.apply(x.slice(2, 1, 9).slice(3, 2, 9), Pass.inference());
        Tensor whole = conv.apply(x, Pass.inference()).slice(2, 1, 7).slice(3, 2, 7);
        assertArrayEquals(whole.toArray(), moved.toArray());
    }

    /** edge kernels sum to 0, the others to 1. */
    @Test
    void fixedKernelsKeepOrRemoveTheMean() {
        Map<String, Double> kernels = Map.of(
            "1 0 -1 / 0 0 0 / -1 0 1", 0.0, "0 1 0 / 1 -4 1 / 0 1 0", 0.0, "-1 -1 -1 / -1 8 -1 / -1 -1 -1", 0.0,
            "0 0 0 / 0 1 0 / 0 0 0", 1.0, "0 -1 0 / -1 5 -1 / 0 -1 0", 1.0, "0.0625 0.125 0.0625 / 0.125 0.25 0.125 / 0.0625 0.125 0.0625", 1.0);
        kernels.forEach((kernel, sum) -> {
            Tensor y = filter(Window.of(3), kernel, 0)
                .apply(Tensor.full(org.convbook.cnn.backend.Backends.java(), 3, Shape.of(1, 1, 3, 3)), Pass.inference());
            assertEquals(3 * sum, y.item(), kernel);
        });
    }

    @Test
    void weightsAreUniformInOneOverTheRootOfFanIn() {
        Conv2d conv = new Conv2d(8, 64, Window.of(5), 2, true, rng);
        double bound = 1 / Math.sqrt(4 * 5 * 5);
        for (Tensor p : List.of(conv.weight(), conv.bias())) {
            float[] values = p.toArray();
            float largest = 0;
            for (float v : values) largest = Math.max(largest, Math.abs(v));
            assertTrue(largest <= bound && largest > 0.9 * bound, p.shape() + ": " + largest);
        }
        assertArrayEquals(new Conv2d(1, 2, Window.of(3), new Random(5)).weight().toArray(),
            new Conv2d(1, 2, Window.of(3), new Random(5)).weight().toArray());
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertNull(Conv2d.noBias(1, 1, Window.of(1), rng).bias());
        error(IllegalArgumentException.class, "Conv2d: channels and groups must be at least 1, got 0 -> 8 in 1",
            () -> new Conv2d(0, 8, Window.of(3), rng));
        error(IllegalArgumentException.class, "Conv2d: 4 groups must divide both 6 and 8 channels",
            () -> new Conv2d(6, 8, Window.of(3), 4, true, rng));
        assertEquals("Conv2d(3 -> 8, kernel 3x3, stride 1, padding 0)", new Conv2d(3, 8, Window.of(3), rng).toString());
        assertTrue(ShapeException.class.isAssignableFrom(LayerTest.shapeError()));
    }
}
