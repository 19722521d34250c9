package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.Stream;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.PaddingMode;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class Conv3dTest {
    private final Random rng = new Random(7);

    /** By hand: planes 1 2 / 3 4 and 5 6 / 7 8; the filter adds the whole cube, then the difference of the planes' first pixels. */
    @Test
    void theValueOfASmallCube() {
        Conv3d conv = new Conv3d(1, 2, Window.of(2), rng);
        conv.weight().set(new float[] {1, 1, 1, 1, 1, 1, 1, 1, -1, 0, 0, 0, 1, 0, 0, 0});
        conv.bias().set(new float[] {0.5f, 0});
        Tensor cube = tensor("1 2 / 3 4 / 5 6 / 7 8", 1, 1, 2, 2, 2);
        values("36.5 4", conv.apply(cube, Pass.inference()), 1, 2, 1, 1, 1);
        assertEquals(18, conv.parameterCount());
        assertEquals(2 * 8, conv.multiplyAdds(cube.shape(), Shape.of(1, 2, 1, 1, 1)));
    }

    static Stream<Arguments> geometries() {
        return Stream.of(Arguments.of(Window.of(2), 1, true), Arguments.of(Window.of(3).padding(1).stride(2), 1, false),
            Arguments.of(Window.of(1, 3, 2).padding(0, 1, 1).stride(2, 1, 1), 2, true), Arguments.of(Window.of(1), 1, true),
            Arguments.of(Window.of(2).dilation(1, 2, 1).same(), 1, true),
            Arguments.of(Window.of(3).padding(1).paddingMode(PaddingMode.REFLECT), 1, false));
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void gradientsMatchFiniteDifferences(Window window, int groups, boolean bias) {
        GradientCheck.verify(new Conv3d(2, 4, window, groups, bias, rng), rng, 2, 2, 3, 4, 5);
    }

    @Test
    void wrongInputsAreNamed() {
        Conv3d conv = new Conv3d(3, 8, Window.of(3), rng);
        error(LayerTest.shapeError(), """
            Conv3d(3 -> 8, kernel 3x3x3, stride 1, padding 0): input has 4 channels, expected 3
              input   [1, 4, 9, 9, 9]   NCDHW
              weight  [8, 3, 3, 3, 3]""", () -> conv.apply(Tensor.zeros(1, 4, 9, 9, 9), Pass.inference()));
        error(LayerTest.shapeError(), """
            Conv3d(3 -> 8, kernel 3x3x3, stride 1, padding 0): input has 4 axes, expected 5: [N, C, D, H, W]
              input   [1, 3, 9, 9]
              weight  [8, 3, 3, 3, 3]""", () -> conv.apply(Tensor.zeros(1, 3, 9, 9), Pass.inference()));
        error(LayerTest.shapeError(), """
            Conv3d(3 -> 8, kernel 3x3x3, stride 1, padding 0): a 3x3x3 window is larger than the 2x9x9 input; padding 1 or more makes room
              input   [1, 3, 2, 9, 9]   NCDHW
              weight  [8, 3, 3, 3, 3]""", () -> conv.apply(Tensor.zeros(1, 3, 2, 9, 9), Pass.inference()));
        error(IllegalArgumentException.class, "Conv3d: a window with 3 directions is expected, got kernel 1x3, stride 1, padding 0",
            () -> new Conv3d(1, 1, Window.of(1, 3), rng));
    }

    @Test
    void savesAndLoads() {
        SaveAndLoad.verify(new Conv3d(2, 3, Window.of(2), new Random(1)), new Conv3d(2, 3, Window.of(2), new Random(2)), 1, 2, 3, 4, 4);
    }

    /** With a kernel one plane deep, every plane is an image of its own. */
    @Test
    void aFlatKernelTreatsPlanesAsImages() {
        Conv3d volume = new Conv3d(2, 3, Window.of(1, 3, 3), rng);
        Conv2d image = new Conv2d(2, 3, Window.of(3), rng);
        image.weight().set(volume.weight().toArray());
        image.bias().set(volume.bias().toArray());
        float[] values = new float[2 * 4 * 5 * 6];
        for (int i = 0; i < values.length; i++) values[i] = rng.nextFloat();
        Tensor x = Tensor.of(values, 1, 2, 4, 5, 6);
        Tensor y = volume.apply(x, Pass.inference());
        for (int plane = 0; plane < 4; plane++) {
            Tensor one = image.apply(x.slice(2, plane, plane + 1).reshape(1, 2, 5, 6), Pass.inference());
            assertArrayEquals(one.toArray(), y.slice(2, plane, plane + 1).toArray());
        }
    }
}
