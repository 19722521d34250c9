package org.convbook.cnn.backend.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.BinaryOp;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.PoolShape;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.UnaryOp;
import org.convbook.cnn.backend.BackendContract;
import org.convbook.cnn.backend.Backends;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Assumptions;

class OneDnnBackendTest extends BackendContract {
    @BeforeAll
    static void loads() {
        Assumptions.assumeTrue(Backends.best() != Backends.java(), () -> "skipped, oneDNN does not load here: " + Backends.describe());
    }

    @Override
    public Backend backend() {
        return Backends.onednn();
    }

    // oneDNN's ReLU, maximum, exp and max pooling drop NaN, on some processors; that the rest stays right is all that can be asked.
    // The trainer therefore looks at the weights as well as at the loss.

    @Override
    @Test
    public void reluKeepsNotANumber() {
        rightBesideNotANumber(backend().unary(UnaryOp.RELU, withNotANumber()), 1, 0);
    }

    @Override
    @Test
    public void maximaKeepNotANumber() {
        rightBesideNotANumber(backend().binary(BinaryOp.MAX, withNotANumber(), backend().fill(Shape.of(2, 2), 0)), 1, 0);
    }

    @Override
    @Test
    public void notANumberStaysVisible() {
        for (UnaryOp op : List.of(UnaryOp.TANH, UnaryOp.SQUARE)) {
            float[] y = backend().download(backend().unary(op, withNotANumber()));
            assertTrue(Float.isNaN(y[0]) && Float.isNaN(y[3]), op + " gives " + Arrays.toString(y));
        }
        rightBesideNotANumber(backend().unary(UnaryOp.EXP, withNotANumber()), Math.E, 1 / Math.E);
        rightBesideNotANumber(backend().unary(UnaryOp.ABS, withNotANumber()), 1, 1);
        rightBesideNotANumber(backend().unary(UnaryOp.SIGMOID, withNotANumber()), 1 / (1 + 1 / Math.E), 1 / (1 + Math.E));
    }

    @Override
    @Test
    public void notANumberWinsItsWindow() {
        PoolShape s = new PoolShape(Shape.of(1, 1, 2, 4), Shape.of(1, 1, 1, 2), 2, 2, 2, 0, true);
        float nan = Float.NaN;
        Buffer x = backend().upload(s.input(), new float[] {nan, 1, 1, 2, 1, 2, 3, 4});
        assertEquals(4, backend().download(backend().maxPool(s, x).y())[1]);
        float[] average = backend().download(backend().avgPool(s, x));
        assertTrue(Float.isNaN(average[0]) && average[1] == 2.5, Arrays.toString(average));
    }

    private Buffer withNotANumber() {
        return backend().upload(Shape.of(2, 2), new float[] {Float.NaN, 1, -1, Float.NaN});
    }

    private void rightBesideNotANumber(Buffer y, double second, double third) {
        float[] values = backend().download(y);
        assertEquals(second, values[1], 1e-6);
        assertEquals(third, values[2], 1e-6);
    }

    @Test
    void saysWhatItIs() {
        assertEquals("onednn", backend().name());
        assertTrue(backend().describe().matches("oneDNN \\d+\\.\\d+\\.\\d+, .+, \\d+ threads?"), backend().describe());
    }

    /** jit_1x1 overruns its scratch memory there, which shows as a crash much later, or not at all. */
    @Test
    void avoidsTheKernelThatCorruptsTheHeap() {
        ConvKernels kernels = new ConvKernels(new Primitives(OneDnnBackend.threads()));
        for (int channels : new int[] {1, 2, 3, 7, 8, 15}) {
            ConvShape s = new ConvShape(Shape.of(1, channels, 8, 8), Shape.of(8, channels, 1, 1), Shape.of(1, 8, 4, 4), 2, 0, 1, 1);
            for (boolean bias : new boolean[] {true, false}) {
                String name = kernels.weightGradient(s, bias).toString();
                assertTrue(name.startsWith("conv weight gradient by ") && !name.contains("jit_1x1"), name);
            }
        }
    }

    /** brg crashes where every column of every window lies in the padding: a 1x1 kernel, stride 3 and padding 4 on one column reads -4, -1 and 2. */
    @Test
    void avoidsTheKernelThatCrashesWhereOnlyPaddingIsSeen() {
        ConvKernels kernels = new ConvKernels(new Primitives(OneDnnBackend.threads()));
        ConvShape s = new ConvShape(Shape.of(2, 20, 3, 1), Shape.of(19, 20, 1, 1), Shape.of(2, 19, 4, 3), 3, 4, 1, 1);
        for (boolean bias : new boolean[] {true, false}) {
            String name = kernels.forward(s, new ConvKernels.Parts(bias, false, false)).toString();
            assertTrue(name.startsWith("conv by ") && !name.contains("brg"), name);
        }
    }
}
