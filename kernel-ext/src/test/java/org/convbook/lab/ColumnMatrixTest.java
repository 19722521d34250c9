package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.convbook.render.Levels;
import org.junit.jupiter.api.Test;

class ColumnMatrixTest {
    private final Random rng = new Random(1);
    private final Tensor image = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 3, 3);

    private static Conv2d layer(int in, int out, Window window, Random rng) {
        Conv2d layer = new Conv2d(in, out, window, rng);
        layer.bias().set(new float[out]);
        return layer;
    }

    @Test void aWindowIsAColumn() {
        ColumnMatrix matrix = ColumnMatrix.of(layer(1, 1, Window.of(2), rng), image);
        assertArrayEquals(new double[][] {{1, 2, 4, 5}, {2, 3, 5, 6}, {4, 5, 7, 8}, {5, 6, 8, 9}}, matrix.columns());
    }

    @Test void paddingStrideAndChannelsComeAlong() {
        ColumnMatrix padded = ColumnMatrix.of(layer(1, 1, Window.of(2).padding(1).stride(2), rng), image);
        assertArrayEquals(new double[][] {{0, 0, 0, 5}, {0, 0, 4, 6}, {0, 2, 0, 8}, {1, 3, 7, 9}}, padded.columns());
        Tensor two = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2);
        assertArrayEquals(new double[][] {{1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}}, ColumnMatrix.of(layer(2, 1, Window.of(2), rng), two).columns());
    }

    @Test void theProductIsWhatTheLayerComputes() {
        Conv2d layer = layer(2, 3, Window.of(3).padding(1), rng);
        float[] x = new float[2 * 4 * 4];
        for (int i = 0; i < x.length; i++) x[i] = (float) rng.nextGaussian();
        float[] y = layer.apply(Tensor.of(x, 1, 2, 4, 4), Pass.inference()).toArray();
        double[][] columns = ColumnMatrix.of(layer, Tensor.of(x, 2, 4, 4)).columns();
        float[] w = layer.weight().toArray();
        for (int i = 0; i < y.length; i++) {
            double sum = 0;
            for (int q = 0; q < 18; q++) sum += w[i / 16 * 18 + q] * columns[q][i % 16];
            assertEquals(y[i], sum, 1e-5);
        }
    }

    @Test void theSumIsSaid() {
        Conv2d layer = layer(1, 1, Window.of(2), rng);
        layer.weight().set(new float[] {1, 0, -2, 0.5f});
        assertEquals("""
            A convolution as a matrix product: [1, 4] · [4, 4]
              window 1 of 4 becomes column 1
              row 0 · column 1 = 1·2 + (−2)·5 + 0.50·6 = −5
              columns
                1 2 4 5
                2 3 5 6
                4 5 7 8
                5 6 8 9""", ColumnMatrix.of(layer, image).window(1).toString());
    }

    @Test void withoutAKernelTheWindowsAreFrames() {
        Levels levels = ColumnMatrix.of(layer(1, 2, Window.of(3), rng), Tensor.zeros(5, 5)).window(4).levels();
        assertTrue(levels.html().contains("class=\"cb-frames\""));
        assertTrue(levels.weight() < 300_000, levels.weight() + " characters");
    }

    @Test void whatCannotBeReadIsRefused() {
        Conv2d layer = layer(1, 1, Window.of(3), rng);
        assertEquals("ColumnMatrix: one image is expected, [H, W], [C, H, W] or [1, C, H, W], got [9]",
            refusal(() -> ColumnMatrix.of(layer, Tensor.zeros(9))));
        assertEquals("ColumnMatrix: at most 18 rows, 16 windows and 4 filters can be read, got 9, 36 and 1",
            refusal(() -> ColumnMatrix.of(layer, Tensor.zeros(8, 8))));
        assertEquals("ColumnMatrix: one image and one group are expected, got 2 and 1",
            refusal(() -> ColumnMatrix.of(layer, Tensor.zeros(2, 1, 4, 4))));
        assertEquals("ColumnMatrix: there is no window 9 among 9", refusal(() -> ColumnMatrix.of(layer, Tensor.zeros(5, 5)).window(9)));
        assertThrows(ShapeException.class, () -> ColumnMatrix.of(layer, Tensor.zeros(2, 5, 5)));
    }

    private static String refusal(Runnable what) {
        return assertThrows(IllegalArgumentException.class, what::run).getMessage();
    }
}
