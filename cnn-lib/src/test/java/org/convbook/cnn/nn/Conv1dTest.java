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

class Conv1dTest {
    private final Random rng = new Random(7);

    /** The lecture's 1-D example: 4 numbers, where a fully connected layer from 10 to 10 has 110. */
    @Test
    void theLecturesFilterOnARow() {
        Conv1d conv = new Conv1d(1, 1, Window.of(3), rng);
        conv.weight().set(new float[] {-1, 1, -1});
        conv.bias().set(new float[] {0});
        Tensor row = tensor("0 0 1 1 1 0 1 0 0 0", 1, 1, 10);
        values("-1 0 -1 0 -2 1 -1 0", conv.apply(row, Pass.inference()), 1, 1, 8);
        conv.bias().set(new float[] {1});
        values("0 1 0 1 0 2 0 1", conv.apply(row, Pass.inference()).relu(), 1, 1, 8);
        assertEquals(4, conv.parameterCount());
        assertEquals(110, new Linear(10, 10, rng).parameterCount());
    }

    /** Links from 7 units to 3: all have weights of their own (21), only the local ones (9), or they share them (3). */
    @Test
    void theLecturesLinks() {
        Conv1d shared = new Conv1d(1, 1, Window.of(3).stride(2), 1, false, rng);
        assertEquals(Shape.of(1, 1, 3), shared.apply(Tensor.zeros(1, 1, 7), Pass.inference()).shape());
        assertEquals(21, new Linear(7, 3, rng).weight().shape().count());
        assertEquals(9, shared.multiplyAdds(Shape.of(1, 1, 7), Shape.of(1, 1, 3)));
        assertEquals(3, shared.parameterCount());
    }

    static Stream<Arguments> geometries() {
        return Stream.of(Arguments.of(Window.of(3), 1, true), Arguments.of(Window.of(4).same().stride(2), 1, false),
            Arguments.of(Window.of(3).dilation(2).padding(2), 2, true), Arguments.of(Window.of(1), 1, true),
            Arguments.of(Window.of(3).padding(2).paddingMode(PaddingMode.CIRCULAR), 1, true));
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void gradientsMatchFiniteDifferences(Window window, int groups, boolean bias) {
        GradientCheck.verify(new Conv1d(4, 6, window, groups, bias, rng), rng, 2, 4, 9);
    }

    @Test
    void wrongInputsAreNamed() {
        Conv1d conv = new Conv1d(3, 8, Window.of(5), rng);
        error(LayerTest.shapeError(), """
            Conv1d(3 -> 8, kernel 5, stride 1, padding 0): input has 4 channels, expected 3
              input   [1, 4, 9]   NCL
              weight  [8, 3, 5]""", () -> conv.apply(Tensor.zeros(1, 4, 9), Pass.inference()));
        error(LayerTest.shapeError(), """
            Conv1d(3 -> 8, kernel 5, stride 1, padding 0): input has 4 axes, expected 3: [N, C, L]
              input   [1, 3, 9, 9]
              weight  [8, 3, 5]""", () -> conv.apply(Tensor.zeros(1, 3, 9, 9), Pass.inference()));
        error(LayerTest.shapeError(), """
            Conv1d(3 -> 8, kernel 5, stride 1, padding 0): a window of 5 is larger than the input of 4; padding 1 or more makes room
              input   [1, 3, 4]   NCL
              weight  [8, 3, 5]""", () -> conv.apply(Tensor.zeros(1, 3, 4), Pass.inference()));
        error(IllegalArgumentException.class, "Conv1d: a window with one direction is expected, got kernel 1x3, stride 1, padding 0",
            () -> new Conv1d(1, 1, Window.of(1, 3), rng));
        error(IllegalArgumentException.class, "Conv1d: 2 groups must divide both 3 and 4 channels",
            () -> new Conv1d(3, 4, Window.of(1), 2, true, rng));
    }

    @Test
    void savesAndLoads() {
        SaveAndLoad.verify(new Conv1d(2, 3, Window.of(3), new Random(1)), new Conv1d(2, 3, Window.of(3), new Random(2)), 1, 2, 6);
    }

    /** The same numbers in one row of an image. */
    @Test
    void equalsAnImageOfOneRow() {
        Conv1d row = new Conv1d(2, 3, Window.of(3).stride(2).padding(1), rng);
        Conv2d image = new Conv2d(2, 3, Window.of(1, 3).stride(1, 2).padding(0, 1), rng);
        image.weight().set(row.weight().toArray());
        image.bias().set(row.bias().toArray());
        float[] values = new float[2 * 2 * 9];
        for (int i = 0; i < values.length; i++) values[i] = rng.nextFloat();
        assertArrayEquals(image.apply(Tensor.of(values, 2, 2, 1, 9), Pass.inference()).toArray(),
            row.apply(Tensor.of(values, 2, 2, 9), Pass.inference()).toArray());
    }
}
