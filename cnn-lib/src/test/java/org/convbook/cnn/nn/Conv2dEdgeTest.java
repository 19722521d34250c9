package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.Tolerance;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Gradients;
import org.convbook.cnn.tensor.PaddingMode;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Where convolutions are easily got wrong: uneven windows, even kernels, padding that is not zeros, groups, nothing at all. */
class Conv2dEdgeTest {
    private final Random rng = new Random(7);

    private Tensor random(int... shape) {
        float[] values = new float[Shape.of(shape).count()];
        for (int i = 0; i < values.length; i++) values[i] = (float) rng.nextGaussian();
        return Tensor.of(values, shape);
    }

    static Stream<Arguments> geometries() {
        return Stream.of(
            Arguments.of(Window.of(1, 7).padding(0, 3), 1, true), Arguments.of(Window.of(3).stride(2, 1).padding(1), 1, true),
            Arguments.of(Window.of(2).same(), 1, true), Arguments.of(Window.of(4, 3).same().stride(2), 2, false),
            Arguments.of(Window.of(3).dilation(1, 2).padding(0, 2), 1, true), Arguments.of(Window.of(3).padding(1), 4, true),
            Arguments.of(Window.of(1).stride(2), 1, true), Arguments.of(Window.of(3).stride(2).ceil(), 1, true),
            Arguments.of(Window.of(3).padding(2).paddingMode(PaddingMode.REFLECT), 1, true),
            Arguments.of(Window.of(3, 2).padding(2, 1).stride(2).paddingMode(PaddingMode.REPLICATE), 2, true),
            Arguments.of(Window.of(4).same().paddingMode(PaddingMode.CIRCULAR), 1, false));
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void gradientsMatchFiniteDifferences(Window window, int groups, boolean bias) {
        GradientCheck.verify(new Conv2d(4, 8, window, groups, bias, rng), rng, 2, 4, 6, 8);
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void everyBackendAgrees(Window window, int groups, boolean bias) {
        Layer conv = new Conv2d(4, 8, window, groups, bias, rng);
        Tensor x = random(1, 4, 7, 9);   // a batch of one
        Tensor expected = conv.apply(x, Pass.inference());
        Backend other = Backends.best();
        Tensor y = conv.to(other).apply(x.to(other), Pass.inference());
        assertEquals(expected.shape(), y.shape());
        assertArrayEquals(expected.toArray(), y.toArray(), (float) Tolerance.FLOAT_OPERATION * 10);   // values of at most 10
    }

    /** By hand: the filter 1 1 1 adds each pixel of 1 2 4 8 to its neighbours; at the ends to what the padding holds. */
    @ParameterizedTest
    @CsvSource({"ZEROS,3 7 14 12", "REFLECT,5 7 14 16", "REPLICATE,4 7 14 20", "CIRCULAR,11 7 14 13"})
    void paddingHoldsWhatItsModeSays(PaddingMode mode, String expected) {
        Conv2d conv = new Conv2d(1, 1, Window.of(1, 3).padding(0, 1).paddingMode(mode), 1, false, rng);
        conv.weight().set(new float[] {1, 1, 1});
        values(expected, conv.apply(tensor("1 2 4 8", 1, 1, 1, 4), Pass.inference()), 1, 1, 1, 4);
    }

    /** Padding first, then a convolution without padding, is the same thing. */
    @ParameterizedTest
    @EnumSource(PaddingMode.class)
    void paddingInTheLayerIsPaddingBefore(PaddingMode mode) {
        Conv2d inside = new Conv2d(2, 3, Window.of(5, 4).stride(2).same().paddingMode(mode), rng);
        Tensor x = random(2, 2, 9, 8);
        Tensor padded = x.pad(2, 2, 2, mode).pad(3, 1, 2, mode);
        Tensor before = padded.conv(inside.weight(), inside.bias(), Window.of(5, 4).stride(2), 1);
        assertEquals(Shape.of(2, 3, 5, 4), before.shape());
        assertArrayEquals(before.toArray(), inside.apply(x, Pass.inference()).toArray(), (float) Tolerance.FLOAT_ROUNDING * 10);
    }

    @Test
    void paddingThatTheImageCannotGiveIsNamed() {
        error(LayerTest.shapeError(), """
            Conv2d(1 -> 1, kernel 3x3, stride 1, padding 3, reflect): reflect padding of 3 needs more than the 3 pixels of axis 2 of [1, 1, 3, 5]
              input   [1, 1, 3, 5]   NCHW
              weight  [1, 1, 3, 3]""",
            () -> new Conv2d(1, 1, Window.of(3).padding(3).paddingMode(PaddingMode.REFLECT), rng).apply(Tensor.zeros(1, 1, 3, 5), Pass.inference()));
    }

    /** By hand: of an even kernel, the extra zeros stand right and below. */
    @Test
    void anEvenKernelLooksRightAndDown() {
        Conv2d conv = new Conv2d(1, 1, Window.of(2).same(), 1, false, rng);
        conv.weight().set(new float[] {1, 1, 1, 1});
        values("10 6 / 7 4", conv.apply(tensor("1 2 / 3 4", 1, 1, 2, 2), Pass.inference()), 1, 1, 2, 2);
    }

    /** One filter for each channel: no channel sees another, and kH * kW + 1 parameters each. */
    @Test
    void depthwiseKeepsChannelsApart() {
        Conv2d conv = Conv2d.depthwise(3, Window.of(3).padding(1), rng);
        assertEquals(3 * (9 + 1), conv.parameterCount());
        assertEquals(5 * 4 * 3 * 9, conv.multiplyAdds(Shape.of(1, 3, 5, 4), Shape.of(1, 3, 5, 4)));
        assertEquals("Conv2d(3 -> 3, kernel 3x3, stride 1, padding 1, groups 3)", conv.toString());
        Tensor x = random(2, 3, 5, 4);
        Tensor y = conv.apply(x, Pass.inference());
        for (int c = 0; c < 3; c++) {
            Tensor alone = x.slice(1, c, c + 1).conv(conv.weight().slice(0, c, c + 1), conv.bias().slice(0, c, c + 1), Window.of(3).padding(1), 1);
            assertArrayEquals(alone.toArray(), y.slice(1, c, c + 1).toArray(), (float) Tolerance.FLOAT_ROUNDING * 10);
        }
    }

    /** A 1x1 convolution is a fully connected layer at each pixel. */
    @Test
    void oneByOneIsALinearLayerAtEachPixel() {
        Conv2d conv = new Conv2d(3, 4, Window.of(1), rng);
        Tensor x = random(2, 3, 2, 2);
        Tensor pixels = x.transpose(0, 2, 3, 1).reshape(8, 3);
        Tensor expected = pixels.linear(conv.weight().reshape(4, 3), conv.bias()).reshape(2, 2, 2, 4).transpose(0, 3, 1, 2);
        assertArrayEquals(expected.toArray(), conv.apply(x, Pass.inference()).toArray(), (float) Tolerance.FLOAT_ROUNDING * 10);
    }

    @Test
    void anEmptyBatchGoesThroughForwardAndBack() {
        for (Backend backend : List.of(Backends.java(), Backends.best())) {
            for (Layer layer : List.of(new Conv1d(2, 3, Window.of(3), rng), Conv2d.depthwise(2, Window.of(3), rng),
                new Conv3d(2, 3, Window.of(2), rng),
                    new Conv2d(2, 3, Window.of(3).padding(1).paddingMode(PaddingMode.CIRCULAR), rng), new ConvTranspose2d(2, 3, Window.of(3), rng))) {
                int directions = layer.window().axes().size();
                int[] shape = new int[directions + 2];
                java.util.Arrays.fill(shape, 4);
                shape[0] = 0;
                shape[1] = 2;
                Tensor x = Tensor.full(backend, 0, Shape.of(shape)).requiresGrad();
                Tensor y = layer.to(backend).apply(x, Pass.inference());
                assertEquals(0, y.shape().size(0));
                Gradients gradients = y.sum().backward();
                assertEquals(x.shape(), gradients.of(x).shape());
                for (Tensor p : layer.parameters().values()) assertEquals(0, gradients.of(p).abs().sum().item(), layer + " on " + backend.name());
            }
        }
    }

    @Test
    void windowsThatAreNotForConvolutionAreRefused() {
        error(IllegalArgumentException.class, "Conv2d: a window with 2 directions is expected, got kernel 1x3x3, stride 1, padding 0",
            () -> new Conv2d(1, 1, Window.of(1, 3, 3), rng));
        error(IllegalArgumentException.class,
            "Conv2d: only a transposed convolution has output padding, got kernel 3x3, stride 2, padding 0, output padding 1",
            () -> new Conv2d(1, 1, Window.of(3).stride(2).outputPadding(1), rng));
    }
}
