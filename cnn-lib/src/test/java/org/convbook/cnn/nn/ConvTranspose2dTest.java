package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.Tolerance;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConvTranspose2dTest {
    private final Random rng = new Random(7);

    private Tensor random(Backend backend, int... shape) {
        float[] values = new float[Shape.of(shape).count()];
        for (int i = 0; i < values.length; i++) values[i] = (float) rng.nextGaussian();
        return Tensor.of(backend, values, shape);
    }

    /** By hand: each pixel lays its multiple of the filter 1 2 / 3 4 onto the output; at stride 1 they overlap and add up. */
    @Test
    void pixelsLayTheFilterOntoTheOutput() {
        Tensor x = tensor("1 2 / 3 4", 1, 1, 2, 2);
        ConvTranspose2d apart = new ConvTranspose2d(1, 1, Window.of(2).stride(2), rng);
        apart.weight().set(new float[] {1, 2, 3, 4});
        apart.bias().set(new float[] {0});
        values("1 2 2 4 / 3 4 6 8 / 3 6 4 8 / 9 12 12 16", apart.apply(x, Pass.inference()), 1, 1, 4, 4);
        ConvTranspose2d overlapping = new ConvTranspose2d(1, 1, Window.of(2), rng);
        overlapping.weight().set(new float[] {1, 2, 3, 4});
        overlapping.bias().set(new float[] {1});
        values("2 5 5 / 7 21 17 / 10 25 17", overlapping.apply(x, Pass.inference()), 1, 1, 3, 3);
    }

    /** Output padding adds a row and a column at the end, which hold what the filters reach there, or the bias alone. */
    @Test
    void outputPaddingAddsAtTheEnd() {
        Tensor x = tensor("1 1 / 1 1", 1, 1, 2, 2);
        ConvTranspose2d cut = new ConvTranspose2d(1, 1, Window.of(3).stride(2).padding(1).outputPadding(1), rng);
        cut.weight().set(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1});
        cut.bias().set(new float[] {0});
        values("1 2 1 1 / 2 4 2 2 / 1 2 1 1 / 1 2 1 1", cut.apply(x, Pass.inference()), 1, 1, 4, 4);
        ConvTranspose2d beyond = new ConvTranspose2d(1, 1, Window.of(1).stride(2).outputPadding(1, 0), rng);
        beyond.weight().set(new float[] {2});
        beyond.bias().set(new float[] {5});
        values("7 5 7 / 5 5 5 / 7 5 7 / 5 5 5", beyond.apply(x, Pass.inference()), 1, 1, 4, 3);
    }

    static Stream<Arguments> geometries() {
        return Stream.of(
            Arguments.of(Window.of(3), 1, true), Arguments.of(Window.of(3).stride(2).padding(1), 1, true),
            Arguments.of(Window.of(3).stride(2).padding(1).outputPadding(1), 2, true), Arguments.of(Window.of(4).stride(2).padding(1), 1, false),
            Arguments.of(Window.of(2, 3).stride(1, 2).padding(0, 1).outputPadding(0, 1), 1, true), Arguments.of(Window.of(1), 1, true),
            Arguments.of(Window.of(3).dilation(2).padding(1), 2, false), Arguments.of(Window.of(2).same().stride(3), 1, true),
            Arguments.of(Window.of(2).dilation(3).outputPadding(2), 1, true),                    // output padding above the stride
            Arguments.of(Window.of(2).dilation(3).stride(2).padding(1).outputPadding(2), 2, true));
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void gradientsMatchFiniteDifferences(Window window, int groups, boolean bias) {
        GradientCheck.verify(new ConvTranspose2d(4, 6, window, groups, bias, rng), rng, 2, 4, 3, 5);
    }

    /** ⟨conv(x), y⟩ = ⟨x, convT(y)⟩ with the same weight, on every backend. */
    @ParameterizedTest
    @MethodSource("geometries")
    void isTheAdjointOfConvolution(Window window, int groups, boolean bias) {
        for (Backend backend : List.of(Backends.java(), Backends.best())) {
            Layer up = new ConvTranspose2d(4, 6, window, groups, false, rng).to(backend);
            Tensor y = random(backend, 2, 4, 3, 5);
            Tensor back = up.apply(y, Pass.inference());
            Tensor x = random(backend, back.shape().sizes());
            Tensor weight = up.parameters().get("weight");
            Tensor there = x.conv(weight, null, window.outputPadding(0), groups).slice(2, 0, 3).slice(3, 0, 5);   // what it took back
            double scale = x.square().sum().item();
            assertEquals(there.mul(y).sum().item(), x.mul(back).sum().item(), Tolerance.FLOAT_CHAIN * scale, window + " on " + backend.name());
        }
    }

    @Test
    void wrongInputsAreNamed() {
        ConvTranspose2d conv = new ConvTranspose2d(3, 8, Window.of(2).stride(2), rng);
        error(LayerTest.shapeError(), """
            ConvTranspose2d(3 -> 8, kernel 2x2, stride 2, padding 0): input has 4 channels, expected 3
              input   [1, 4, 9, 9]   NCHW
              weight  [3, 8, 2, 2]""", () -> conv.apply(Tensor.zeros(1, 4, 9, 9), Pass.inference()));
        error(LayerTest.shapeError(), """
            ConvTranspose2d(3 -> 8, kernel 2x2, stride 2, padding 0): input has 3 axes, expected 4: [N, C, H, W]
              input   [3, 9, 9]
              weight  [3, 8, 2, 2]""", () -> conv.apply(Tensor.zeros(3, 9, 9), Pass.inference()));
        error(LayerTest.shapeError(), """
            ConvTranspose2d(1 -> 1, kernel 2x2, stride 1, padding 1): (1 - 1)*1 - 2*1 + 2 = 0: padding 1 leaves nothing of what a 2x2 filter makes of 1x9
              input   [1, 1, 1, 9]   NCHW
              weight  [1, 1, 2, 2]""", () -> new ConvTranspose2d(1, 1, Window.of(2).padding(1), rng).apply(Tensor.zeros(1, 1, 1, 9), Pass.inference()));
        error(LayerTest.shapeError(), """
            convTranspose2d: 3 groups do not divide 4 channels
              input   [1, 4, 2, 2]   NCHW
              weight  [4, 1, 1, 1]""", () -> Tensor.zeros(1, 4, 2, 2).convTranspose(Tensor.zeros(4, 1, 1, 1), null, Window.of(1), 3));
        error(LayerTest.shapeError(), """
            convTranspose2d: bias is [4], expected [2]
              input   [1, 4, 2, 2]   NCHW
              weight  [4, 1, 1, 1]""", () -> Tensor.zeros(1, 4, 2, 2).convTranspose(Tensor.zeros(4, 1, 1, 1), Tensor.zeros(4), Window.of(1), 2));
        error(LayerTest.shapeError(), """
            convTranspose2d: weight has 3 axes, expected 4: [in, out/groups, kH, kW]
              input   [1, 4, 2, 2]   NCHW
              weight  [4, 1, 1]""", () -> Tensor.zeros(1, 4, 2, 2).convTranspose(Tensor.zeros(4, 1, 1), null, Window.of(1), 1));
    }

    @Test
    void impossibleSettingsAreRefused() {
        error(IllegalArgumentException.class,
            "ConvTranspose2d: output padding must be below stride or dilation, got kernel 3x3, stride 2, padding 0, output padding 2",
            () -> new ConvTranspose2d(1, 1, Window.of(3).stride(2).outputPadding(2), rng));
        error(IllegalArgumentException.class, "ConvTranspose2d: 4 groups must divide both 6 and 8 channels",
            () -> new ConvTranspose2d(6, 8, Window.of(3), 4, true, rng));
        error(IllegalArgumentException.class, "ConvTranspose2d: the factor must be from 1 to 1024, got 0", () -> ConvTranspose2d.bilinear(1, 0));
        assertNull(ConvTranspose2d.noBias(1, 1, Window.of(1), rng).bias());
        assertEquals("ConvTranspose2d(3 -> 8, kernel 2x2, stride 2, padding 0)", new ConvTranspose2d(3, 8, Window.of(2).stride(2), rng).toString());
    }

    @Test
    void savesAndLoads() {
        SaveAndLoad.verify(new ConvTranspose2d(2, 3, Window.of(3), new Random(1)),
            new ConvTranspose2d(2, 3, Window.of(3), new Random(2)), 1, 2, 4, 4);
    }

    /** Weights [in, out/groups, kH, kW]: 6 * 4/2 * 9, and a bias for each of 4; every input pixel meets 2 * 9 of them. */
    @Test
    void countsAsInThePapers() {
        ConvTranspose2d conv = new ConvTranspose2d(6, 4, Window.of(3).stride(2), 2, true, rng);
        assertEquals(Shape.of(6, 2, 3, 3), conv.weight().shape());
        assertEquals(6 * 2 * 9 + 4, conv.parameterCount());
        assertEquals(6 * 5 * 5 * 2 * 9, conv.multiplyAdds(Shape.of(3, 6, 5, 5), Shape.of(3, 4, 11, 11)), "for one image");
    }

    /** 1 - |i - c|/f for factor 2: .25 .75 .75 .25; the two-dimensional kernel is the outer product. */
    @Test
    void theBilinearKernelOfFactorTwo() {
        ConvTranspose2d up = ConvTranspose2d.bilinear(2, 2);
        String kernel = "0.0625 0.1875 0.1875 0.0625 / 0.1875 0.5625 0.5625 0.1875 / 0.1875 0.5625 0.5625 0.1875 / 0.0625 0.1875 0.1875 0.0625";
        values(kernel + " / " + kernel, up.weight(), 2, 1, 4, 4);
        assertEquals("ConvTranspose2d(2 -> 2, kernel 4x4, stride 2, padding 1, groups 2, no bias)", up.toString());
    }

    /** Inside, where no padding is met, a slope stays a slope: value i at the pixel centres (i + 0.5)/f - 0.5. */
    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "5"})
    void bilinearUpsamplingInterpolates(int factor) {
        float[] slope = new float[6 * 7];
        for (int i = 0; i < slope.length; i++) slope[i] = i / 7 * 10 + i % 7;
        Tensor y = ConvTranspose2d.bilinear(1, factor).apply(Tensor.of(slope, 1, 1, 6, 7), Pass.inference());
        assertEquals(Shape.of(1, 1, 6 * factor, 7 * factor), y.shape());
        float[] values = y.toArray();
        float[] expected = values.clone();
        for (int i = factor; i < 5 * factor; i++) {
            for (int j = factor; j < 6 * factor; j++) {
                expected[i * 7 * factor + j] = (float) (((i + 0.5) / factor - 0.5) * 10 + (j + 0.5) / factor - 0.5);
            }
        }
        assertArrayEquals(expected, values, 1e-4f);
    }

    /** A kernel that the stride does not divide covers pixels unevenly (2x2 of 1, 2, 1, 2…); one that it divides does not. */
    @Test
    void checkerboardsComeFromUnevenOverlap() {
        ConvTranspose2d three = new ConvTranspose2d(1, 1, Window.of(3).stride(2).padding(1), 1, false, rng);
        three.weight().set(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1});
        values("1 2 1 2 1 / 2 4 2 4 2 / 1 2 1 2 1", three.apply(Tensor.full(Backends.java(), 1, Shape.of(1, 1, 2, 3)), Pass.inference()), 1, 1, 3, 5);
        ConvTranspose2d four = new ConvTranspose2d(1, 1, Window.of(4).stride(2).padding(1), 1, false, rng);
        four.weight().set(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
        Tensor even = four.apply(Tensor.full(Backends.java(), 1, Shape.of(1, 1, 4, 4)), Pass.inference());
        values("4 4 4 4 / 4 4 4 4 / 4 4 4 4 / 4 4 4 4", even.slice(2, 2, 6).slice(3, 2, 6), 1, 1, 4, 4);
    }
}
