package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.junit.jupiter.api.Test;

class SparseConv2dTest {
    private static final boolean[][] SEES = {{true, false, true}, {false, true, false}};

    private final Random rng = new Random(7);

    /** By hand: the first map is 2a + 3c + 10, the second 5b + 20. */
    @Test
    void aMapSeesWhatTheTableSays() {
        SparseConv2d layer = new SparseConv2d(SEES, Window.of(1), rng);
        layer.parameters().get("weight").set(new float[] {2, 3, 5});
        layer.parameters().get("bias").set(new float[] {10, 20});
        values("3012 3026 / 70 120", layer.apply(tensor("1 2 / 10 20 / 1000 1004", 1, 3, 1, 2), Pass.inference()), 1, 2, 1, 2);
        assertEquals("SparseConv2d(3 -> 2, 3 of 6 links, kernel 1x1, stride 1, padding 0)", layer.toString());
        assertEquals(3 + 2, layer.parameterCount());
    }

    @Test
    void gradientsMatchFiniteDifferences() {
        GradientCheck.verify(new SparseConv2d(SEES, Window.of(3, 2).stride(2).padding(1), rng), rng, 2, 3, 5, 6);
    }

    @Test
    void wrongShapesAndTablesAreNamed() {
        error(ShapeException.class, """
            SparseConv2d(3 -> 2, 3 of 6 links, kernel 3x3, stride 1, padding 0): input has 2 channels, expected 3
              input   [1, 2, 5, 5]   NCHW
              weight  [2, 3, 3, 3]""",
            () -> new SparseConv2d(SEES, Window.of(3), rng).apply(Tensor.zeros(1, 2, 5, 5), Pass.inference()));
        error(IllegalArgumentException.class, "SparseConv2d: the table needs rows for the outputs and columns for the inputs",
            () -> new SparseConv2d(new boolean[0][0], Window.of(3), rng));
        error(IllegalArgumentException.class, "SparseConv2d: row 1 of the table has 1 columns, row 0 has 2",
            () -> new SparseConv2d(new boolean[][] {{true, true}, {true}}, Window.of(3), rng));
        error(IllegalArgumentException.class, "SparseConv2d: output map 1 sees no input map",
            () -> new SparseConv2d(new boolean[][] {{true}, {false}}, Window.of(3), rng));
    }

    @Test
    void whatIsSavedLoads() {
        SaveAndLoad.verify(new SparseConv2d(SEES, Window.of(2), rng), new SparseConv2d(SEES, Window.of(2), rng), 2, 3, 4, 4);
    }

    @Test
    void withAFullTableItIsAConvolution() {
        SparseConv2d sparse = new SparseConv2d(new boolean[][] {{true, true}, {true, true}, {true, true}}, Window.of(2), rng);
        Conv2d full = new Conv2d(2, 3, Window.of(2), rng);
        full.weight().set(sparse.parameters().get("weight").toArray());
        full.bias().set(sparse.parameters().get("bias").toArray());
        Tensor x = tensor("1 2 3 / 4 5 6 / 7 8 9 / -1 0 2 / 3 1 1 / 0 0 -2", 1, 2, 3, 3);
        assertArrayEquals(full.apply(x, Pass.inference()).toArray(), sparse.apply(x, Pass.inference()).toArray(), 1e-6f);
        assertEquals(full.summary(2, 3, 3).row(0).getLong("multiply-adds"), sparse.summary(2, 3, 3).row(0).getLong("multiply-adds"));
    }
}
