package org.convbook.cnn.backend.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.convbook.cnn.Tolerance;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ContractPart;
import org.convbook.cnn.backend.ConvContract;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.Recording;
import org.convbook.cnn.backend.UnaryOp;
import org.convbook.cnn.backend.Values;
import org.convbook.cnn.backend.WindowAxis;
import org.convbook.cnn.backend.java.JavaBackend;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Winograd's algorithm against the reference in double, also where the rule would leave a convolution to a primitive. */
class WinogradTest {
    private static OneDnnBackend dnn;
    private final JavaBackend doubles = JavaBackend.doubles();

    @BeforeAll
    static void loads() {
        Assumptions.assumeTrue(Backends.best() != Backends.java(), () -> "skipped, oneDNN does not load here: " + Backends.describe());
        Assumptions.assumeTrue(Crew.shared() != null, "skipped, the number of OpenMP threads cannot be set here");
        dnn = (OneDnnBackend) Backends.onednn();
    }

    private static ConvShape shape(int batch, int in, int out, int height, int width, int padding) {
        WindowAxis axis = new WindowAxis(3, 1, padding);
        return ConvContract.conv(new int[] {batch, in, height, width}, out, 1, axis, axis);
    }

    private static Buffer run(WinogradShape w, ConvShape s, Buffer x, Buffer weights, Buffer bias, boolean relu) {
        Winograd winograd = new Winograd(w, new ConvKernels.Parts(bias != null, false, relu), Crew.shared(), dnn.memory, dnn.primitives);
        DnnBuffer y = dnn.fresh(w.turned() ? s.input() : s.output(), Layout.NHWC);
        Block packed = dnn.memory.allocate(winograd.weights.room());
        winograd.weights.pack(DnnBuffer.of(weights).pointer(), packed.pointer());
        Pointer offset = bias == null ? null : DnnBuffer.of(bias).pointer();
        winograd.run(dnn.memory, dnn.as(x, Layout.NHWC).pointer(), packed.pointer(), y.pointer(), offset);
        return y;
    }

    private static Buffer weightGradient(ConvShape s, Buffer x, Buffer dy) {
        DnnBuffer dw = dnn.fresh(s.weight(), Layout.PLAIN);
        new WinogradWeightGradient(WinogradShape.forward(s), Crew.shared(), dnn.primitives).run(dnn.memory, dnn.as(x, Layout.NHWC).pointer(),
            dnn.as(dy, Layout.NHWC).pointer(), dw.pointer());
        return dw;
    }

    private void agree(Buffer expected, Buffer actual, Object what) {
        new Values(expected.shape(), doubles.downloadDoubles(expected)).assertClose(dnn, actual, Tolerance.FLOAT_OPERATION, what.toString());
    }

    private void check(ConvShape s, Random rng, boolean bias, boolean relu) {
        Values x = Values.normal(rng, s.input().sizes());
        Values w = Values.normal(rng, s.weight().sizes());
        Values b = Values.normal(rng, s.weight().size(0));
        Values dy = Values.normal(rng, s.output().sizes());
        String what = s + (bias ? ", bias" : "") + (relu ? ", ReLU" : "") + " (seed " + ContractPart.SEED + ")";
        try (var scope = dnn.scope()) {
            Buffer y = doubles.conv(s, x.on(doubles), w.on(doubles), bias ? b.on(doubles) : null);
            agree(relu ? doubles.unary(UnaryOp.RELU, y) : y,
                run(WinogradShape.forward(s), s, x.on(dnn), w.on(dnn), bias ? b.on(dnn) : null, relu), what);
            agree(doubles.convInputGradient(s, dy.on(doubles), w.on(doubles)),
                run(WinogradShape.inputGradient(s), s, dy.on(dnn), w.on(dnn), null, false), what + ", input gradient");
            agree(doubles.convWeightGradient(s, x.on(doubles), dy.on(doubles), false).weight(), weightGradient(s, x.on(dnn), dy.on(dnn)),
                what + ", weight gradient");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 4, 4", "2, 3, 5, 7, 9", "3, 8, 16, 5, 5", "1, 70, 33, 6, 11", "2, 16, 8, 3, 3", "1, 9, 70, 3, 12", "1, 5, 4, 41, 50",
        "3, 4, 6, 21, 33", "1, 64, 128, 8, 9", "40, 3, 4, 6, 7", "1, 2, 3, 3, 200", "1, 2, 3, 5, 192"})
    void agreesWithTheReferenceInDouble(int batch, int in, int out, int height, int width) {
        Random rng = new Random(ContractPart.SEED);
        for (int padding = 0; padding <= 2; padding++) check(shape(batch, in, out, height, width, padding), rng, padding != 1, padding == 2);
    }

    @Test
    void randomSizesAgreeToo() {
        Random rng = new Random(ContractPart.SEED);
        for (int i = 0; i < 60; i++) {
            ConvShape s = shape(1 + rng.nextInt(3), 1 + rng.nextInt(70), 1 + rng.nextInt(70), 3 + rng.nextInt(20), 3 + rng.nextInt(20), rng.nextInt(3));
            check(s, rng, rng.nextBoolean(), rng.nextBoolean());
        }
    }

    /** How far from exact sums, as the root of the mean square, relative to the sums' own. */
    private double error(ConvShape s, Values x, Values w, Buffer y) {
        double[] expected = doubles.downloadDoubles(doubles.conv(s, x.on(doubles), w.on(doubles), null));
        float[] actual = dnn.download(y);
        double off = 0;
        double all = 0;
        for (int i = 0; i < actual.length; i++) {
            off += Math.pow(actual[i] - expected[i], 2);
            all += Math.pow(expected[i], 2);
        }
        return Math.sqrt(off / all);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 64, 256})
    void itsErrorIsAFewTimesThatOfTheDirectWay(int channels) {
        Random rng = new Random(ContractPart.SEED);
        ConvShape s = shape(1, channels, channels, 10, 10, 1);
        Values x = Values.normal(rng, s.input().sizes());
        Values w = Values.normal(rng, s.weight().sizes());
        try (var scope = dnn.scope()) {
            ConvKernels kernels = new ConvKernels(dnn.primitives);
            Kernel direct = kernels.forward(s, new ConvKernels.Parts(false, false, false));
            DnnBuffer y = dnn.fresh(s.output(), Layout.NHWC);
            Block packed = dnn.memory.allocate(direct.room(1));
            Primitives primitives = new Primitives(OneDnnBackend.threads());
            primitives.reorder("pack", ConvKernels.plainWeights(s), direct.layout(1)).run(DnnBuffer.of(w.on(dnn)).pointer(), packed.pointer());
            direct.run(dnn.as(x.on(dnn), Layout.NHWC).pointer(), packed.pointer(), y.pointer());
            double reference = error(s, x, w, y);
            double here = error(s, x, w, run(WinogradShape.forward(s), s, x.on(dnn), w.on(dnn), null, false));
            assertTrue(here < 4 * reference, channels + " channels: " + here + ", the direct way " + reference);
        }
    }

    @Test
    void onlyItsOwnKindOfConvolutionIsTaken() {
        WindowAxis axis = new WindowAxis(3, 1, 1);
        int[] input = {1, 64, 20, 20};
        assertNull(WinogradShape.forward(ConvContract.conv(input, 64, 1, axis, new WindowAxis(3, 2, 1))));
        assertNull(WinogradShape.forward(ConvContract.conv(input, 64, 1, axis, new WindowAxis(5, 1, 1))));
        assertNull(WinogradShape.forward(ConvContract.conv(input, 64, 1, axis, new WindowAxis(3, 1, 1, 1, 2, 0))));
        assertNull(WinogradShape.forward(ConvContract.conv(input, 64, 1, axis, new WindowAxis(3, 1, 1, 2, 1, 0))));
        assertNull(WinogradShape.forward(ConvContract.conv(input, 64, 2, axis, axis)));
        assertNull(WinogradShape.forward(shape(1, 64, 64, 20, 20, 3)));
        assertNull(WinogradShape.inputGradient(shape(1, 64, 64, 20, 20, 3)));
        assertEquals(new WinogradShape(1, 64, 128, 20, 20, 1, false), WinogradShape.forward(shape(1, 64, 128, 20, 20, 1)));
        assertEquals(new WinogradShape(1, 128, 64, 18, 18, 2, true), WinogradShape.inputGradient(shape(1, 64, 128, 20, 20, 0)));
    }

    @Test
    void itIsTakenWhereItPays() {
        int[][] quicker = {
            {2, 256, 14}, {8, 256, 28}, {8, 128, 56}, {8, 64, 112}, {8, 512, 7}, {128, 256, 8}};   // batch, channels, size
        for (int[] s : quicker) assertTrue(WinogradShape.forward(shape(s[0], s[1], s[1], s[2], s[2], 1)).pays(), Arrays.toString(s));
        int[][] slower = {{128, 32, 16}, {128, 64, 8}, {1, 128, 28}, {2, 512, 7}, {16, 64, 8}, {1, 64, 56}, {1, 256, 14}, {1, 512, 14}};
        for (int[] s : slower) assertFalse(WinogradShape.forward(shape(s[0], s[1], s[1], s[2], s[2], 1)).pays(), Arrays.toString(s));
        assertFalse(WinogradShape.forward(shape(8, 3, 64, 112, 112, 1)).pays());
        assertTrue(WinogradShape.forward(shape(2, 512, 512, 7, 7, 1)).paysForWeights());
        assertFalse(WinogradShape.forward(shape(128, 64, 64, 8, 8, 1)).paysForWeights());
    }

    /** A convolution with all that may follow it, and both gradients. */
    private static Buffer[] step(ConvShape s, Buffer x, Buffer w, Buffer bias, Buffer addend) {
        Buffer y = dnn.conv(s, x, w, bias, new Backend.Following(null, addend, true));
        Backend.WeightGradient g = dnn.convWeightGradient(s, x, y, true);
        return new Buffer[] {y, dnn.convInputGradient(s, y, w), g.weight(), g.bias()};
    }

    @Test
    void aRecordedStepHasTheSameBitsAndFollowsItsWeights() {
        ConvShape s = shape(2, 256, 272, 20, 19, 1);
        assertTrue(WinogradShape.forward(s).pays());
        Random rng = new Random(ContractPart.SEED);
        try (var scope = dnn.scope()) {
            Buffer x = Values.normal(rng, s.input().sizes()).on(dnn);
            Buffer w = Values.normal(rng, s.weight().sizes()).on(dnn);
            Buffer bias = Values.normal(rng, 272).on(dnn);
            Buffer addend = Values.normal(rng, s.output().sizes()).on(dnn);
            Buffer[] recorded = new Buffer[4];
            try (Recording recording = dnn.record(() -> System.arraycopy(step(s, x, w, bias, addend), 0, recorded, 0, 4))) {
                for (int i = 0; i < 3; i++) {
                    dnn.write(w, Values.normal(rng, s.weight().sizes()).floats());
                    recording.replay();
                    Buffer[] eager = step(s, x, w, bias, addend);
                    for (int k = 0; k < 4; k++) assertArrayEquals(dnn.download(eager[k]), dnn.download(recorded[k]));
                }
            }
        }
    }

    @Test
    void allItsMemoryIsGivenBack() {
        ConvShape s = shape(2, 256, 272, 20, 19, 1);
        inAScope(s);     // makes what is kept for ever, such as a row of ones for sums
        System.gc();     // what other tests have left
        long before = dnn.bytesInUse();
        inAScope(s);
        assertTrue(dnn.bytesInUse() <= before, before + " bytes, then " + dnn.bytesInUse());
    }

    private static void inAScope(ConvShape s) {
        Random rng = new Random(ContractPart.SEED);
        try (var scope = dnn.scope()) {
            Buffer x = Values.normal(rng, s.input().sizes()).on(dnn);
            Buffer w = Values.normal(rng, s.weight().sizes()).on(dnn);
            step(s, x, w, Values.normal(rng, 272).on(dnn), Values.normal(rng, s.output().sizes()).on(dnn));
        }
    }

    @Test
    void whatIsNotFiniteSpreadsToTheTilesThatSeeItAndNoFurther() {
        ConvShape s = shape(2, 256, 256, 16, 16, 1);
        assertTrue(WinogradShape.forward(s).pays());
        for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            Buffer x = Values.of(s.input(), i -> i[1] == 3 && i[2] == 6 && i[3] == 9 ? odd : 1).on(dnn);
            float[] y = dnn.download(dnn.conv(s, x, Values.of(s.weight(), i -> 0.5).on(dnn), null));
            for (int i = 0; i < y.length; i++) {
                int row = i / 16 % 16;
                int column = i % 16;
                boolean sees = row >= 4 && row <= 7 && column >= 8 && column <= 11;      // the tiles whose 4x4 pixels hold it
                assertEquals(sees, !Float.isFinite(y[i]), odd + " at row " + row + ", column " + column + ": " + y[i]);
            }
        }
    }
}
