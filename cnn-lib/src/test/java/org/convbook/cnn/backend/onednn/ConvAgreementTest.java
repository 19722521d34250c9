package org.convbook.cnn.backend.onednn;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.convbook.cnn.Tolerance;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ContractPart;
import org.convbook.cnn.backend.ConvContract;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.Values;
import org.convbook.cnn.backend.WindowAxis;
import org.convbook.cnn.backend.java.JavaBackend;
import org.convbook.cnn.tensor.Gradients;
import org.convbook.cnn.tensor.PaddingMode;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Convolutions as networks have them, with enough channels for oneDNN's quick kernels, against the reference in double; the contract's are
 * small. More of them: {@code -Dconvbook.convolutions=…}, others: {@code -Dconvbook.seed=…}.
 */
class ConvAgreementTest {
    private static final int COUNT = Integer.getInteger("convbook.convolutions", 120);
    private static final int[] CHANNELS = {1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 20, 24, 31, 32, 33, 48, 64};
    private static final int MOST = 6_000_000;   // products: half a second would be too long for one of them

    private final JavaBackend doubles = JavaBackend.doubles();

    @BeforeAll
    static void loads() {
        Assumptions.assumeTrue(Backends.best() != Backends.java(), () -> "skipped, oneDNN does not load here: " + Backends.describe());
    }

    private static int pick(Random rng, int... from) {
        return from[rng.nextInt(from.length)];
    }

    /** A random convolution of at most so many products. */
    static ConvShape convolution(Random rng) {
        while (true) {
            int directions = pick(rng, 1, 2, 2, 2, 3);
            boolean even = rng.nextInt(3) > 0;
            WindowAxis[] axes = new WindowAxis[directions];
            for (int i = 0; i < directions; i++) axes[i] = even && i > 0 ? axes[0] : axis(rng);
            int kind = rng.nextInt(6);
            int groups = kind == 0 ? pick(rng, 2, 3, 4, 8) : kind == 1 ? pick(rng, CHANNELS) : 1;
            int in = kind == 1 ? groups : groups * pick(rng, CHANNELS);
            int out = kind == 1 ? groups * pick(rng, 1, 1, 2) : groups * pick(rng, CHANNELS);
            int[] input = new int[directions + 2];
            input[0] = pick(rng, 1, 1, 2, 3, 5, 8, 16);
            input[1] = in;
            for (int i = 0; i < directions; i++) {
                input[i + 2] = Math.max(1, axes[i].extent() - axes[i].padding() - axes[i].after() + rng.nextInt(directions == 1 ? 40 : 14));
            }
            ConvShape s = ConvContract.conv(input, out, groups, axes);
            if (products(s) <= MOST) return s;
        }
    }

    private static WindowAxis axis(Random rng) {
        int kernel = pick(rng, 1, 1, 2, 3, 3, 3, 4, 5, 7);
        int dilation = rng.nextInt(5) == 0 ? 2 + rng.nextInt(2) : 1;
        int extent = dilation * (kernel - 1) + 1;
        int padding = pick(rng, 0, 0, extent / 2, rng.nextInt(extent + 1));
        int after = rng.nextInt(5) == 0 ? rng.nextInt(extent + 1) : padding;
        return new WindowAxis(kernel, pick(rng, 1, 1, 1, 2, 2, 3, 4), padding, after, dilation, 0);
    }

    private static long products(ConvShape s) {
        long n = s.output().count();
        for (int axis = 1; axis < s.weight().rank(); axis++) n *= s.weight().size(axis);
        return n;
    }

    private void agree(Buffer expected, Buffer actual, ConvShape s, String what) {
        Values values = new Values(expected.shape(), doubles.downloadDoubles(expected));
        values.assertClose(Backends.onednn(), actual, Tolerance.FLOAT_OPERATION, what + ", " + s + " (seed " + ContractPart.SEED + ")");
    }

    @Test
    void allPassesAgreeWithTheReferenceInDouble() {
        Backend dnn = Backends.onednn();
        Random rng = new Random(ContractPart.SEED);
        for (int i = 0; i < COUNT; i++) {
            ConvShape s = convolution(rng);
            if (Boolean.getBoolean("convbook.trace")) System.err.println(s);
            boolean bias = rng.nextBoolean();
            Values x = Values.normal(rng, s.input().sizes());
            Values w = Values.normal(rng, s.weight().sizes());
            Values b = Values.normal(rng, s.weight().size(0));
            Values dy = Values.normal(rng, s.output().sizes());
            try (var scope = dnn.scope()) {
                agree(doubles.conv(s, x.on(doubles), w.on(doubles), bias ? b.on(doubles) : null),
                    dnn.conv(s, x.on(dnn), w.on(dnn), bias ? b.on(dnn) : null), s, "forward");
                agree(doubles.convInputGradient(s, dy.on(doubles), w.on(doubles)), dnn.convInputGradient(s, dy.on(dnn), w.on(dnn)), s, "input gradient");
                Backend.WeightGradient expected = doubles.convWeightGradient(s, x.on(doubles), dy.on(doubles), bias);
                Backend.WeightGradient actual = dnn.convWeightGradient(s, x.on(dnn), dy.on(dnn), bias);
                agree(expected.weight(), actual.weight(), s, "weight gradient");
                if (bias) agree(expected.bias(), actual.bias(), s, "bias gradient");
            }
        }
    }

    /** What may follow a convolution in one pass: batch normalisation (of images), a sum, a ReLU. */
    private static Backend.Following following(Backend backend, long seed, ConvShape s, int kind) {
        Random rng = new Random(seed);
        int channels = s.output().size(1);
        Buffer[] rows = new Buffer[4];
        for (int i = 0; i < 4; i++) rows[i] = Values.of(Shape.of(channels), c -> 0.5f + rng.nextFloat()).on(backend);
        boolean norm = (kind & 1) != 0 && s.axes().size() == 2;
        return new Backend.Following(norm ? new Backend.BatchNorm(rows[0], rows[1], rows[2], rows[3], 0.1, 1e-5) : null,
            (kind & 2) != 0 ? Values.normal(rng, s.output().sizes()).on(backend) : null, (kind & 4) != 0);
    }

    @Test
    void whatFollowsAgreesToo() {
        Backend dnn = Backends.onednn();
        Random rng = new Random(ContractPart.SEED);
        for (int i = 0; i < COUNT; i++) {
            ConvShape s = convolution(rng);
            int kind = 1 + rng.nextInt(7);
            if (Boolean.getBoolean("convbook.trace")) System.err.println("followed by " + kind + " " + s);
            Values x = Values.normal(rng, s.input().sizes());
            Values w = Values.normal(rng, s.weight().sizes());
            Values b = rng.nextBoolean() ? Values.normal(rng, s.weight().size(0)) : null;
            try (var scope = dnn.scope()) {
                agree(doubles.conv(s, x.on(doubles), w.on(doubles), b == null ? null : b.on(doubles), following(doubles, i, s, kind)),
                    dnn.conv(s, x.on(dnn), w.on(dnn), b == null ? null : b.on(dnn), following(dnn, i, s, kind)), s, "forward and " + kind);
            }
        }
    }

    /** A random window for a transposed convolution in so many directions; about every second one has output padding. */
    private static Window transposed(Random rng, int directions) {
        while (true) {
            WindowAxis[] axes = new WindowAxis[directions];
            for (int i = 0; i < directions; i++) {
                WindowAxis a = axis(rng);
                int room = Math.max(a.stride(), a.dilation());
                axes[i] = new WindowAxis(a.kernel(), a.stride(), a.padding(), a.after(), a.dilation(), rng.nextBoolean() ? rng.nextInt(room) : 0);
            }
            try {
                Window window = new Window(List.of(axes), Window.Fit.FLOOR, PaddingMode.ZEROS).transposing(directions, "test");
                window.transposedSizes(2, 2, 2);
                return window;
            } catch (ShapeException e) {
                continue;   // the padding leaves nothing of an image of 2 pixels
            }
        }
    }

    private static Tensor normal(Backend backend, long seed, int... shape) {
        return Tensor.of(backend, Values.normal(new Random(seed), shape).floats(), shape).requiresGrad();
    }

    /** A transposed convolution and its gradients for x, weight and bias. */
    private static List<Tensor> transposed(Backend backend, long seed, Window window, int groups, int[] input, int[] weight) {
        Tensor x = normal(backend, seed, input);
        Tensor w = normal(backend, seed + 1, weight);
        Tensor b = normal(backend, seed + 2, weight[1] * groups);
        Tensor y = x.convTranspose(w, b, window, groups);
        Gradients gradients = y.mul(normal(backend, seed + 3, y.shape().sizes()).detach()).sum().backward();
        return List.of(y, gradients.of(x), gradients.of(w), gradients.of(b));
    }

    @Test
    void transposedConvolutionsAndTheirGradientsAgree() {
        Random rng = new Random(ContractPart.SEED);
        for (int i = 0; i < COUNT / 2; i++) {
            int directions = pick(rng, 1, 2, 2, 3);
            Window window = transposed(rng, directions);
            int groups = pick(rng, 1, 1, 2, 3);
            int[] input = new int[directions + 2];
            int[] weight = new int[directions + 2];
            input[0] = pick(rng, 1, 2, 4);
            input[1] = weight[0] = groups * pick(rng, 1, 2, 3, 8, 16);
            weight[1] = pick(rng, 1, 2, 3, 8, 16);
            for (int k = 0; k < directions; k++) {
                input[k + 2] = 2 + rng.nextInt(directions == 3 ? 3 : 6);
                weight[k + 2] = window.axes().get(k).kernel();
            }
            if (Boolean.getBoolean("convbook.trace")) System.err.println("transposed " + window + " " + Arrays.toString(input));
            List<Tensor> expected = transposed(doubles, i, window, groups, input, weight);
            List<Tensor> actual = transposed(Backends.onednn(), i, window, groups, input, weight);
            for (int k = 0; k < 4; k++) {
                Values values = new Values(expected.get(k).shape(), doubles.downloadDoubles(expected.get(k).buffer()));
                values.assertClose(Backends.onednn(), actual.get(k).buffer(), Tolerance.FLOAT_CHAIN, List.of("y", "dx", "dw", "db").get(k) + " of "
                    + window + ", groups " + groups + ", input " + expected.get(1).shape() + " (seed " + ContractPart.SEED + ")");
            }
        }
    }
}
