package org.convbook.cnn.backend.cuda;

import java.util.Locale;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.Shape;

/** A look at whether a device computes rightly, before it is trusted: an own kernel, a convolution, a matrix product. */
final class SelfCheck {
    /** So far TF32 and FP16, which keep 11 bits, may be off in sums of some numbers around 1. */
    private static final double TOLERANCE = 0.02;
    /** The same with the 8 bits of BF16. */
    private static final double TOLERANCE_OF_8_BITS = 0.15;

    private SelfCheck() {}

    /** A {@link DeviceException} says what is wrong. */
    static void run(CudaBackend backend) {
        try (var scope = backend.scope()) {
            own(backend);
            convolution(backend);
            product(backend);
        }
    }

    private static float[] waves(int count, double frequency) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float) Math.sin(frequency * i + 1);
        return values;
    }

    private static void compare(CudaBackend backend, String what, float[] expected, Buffer actual) {
        float[] got = backend.download(actual);
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            double off = Math.abs(got[i] - expected[i]);
            worst = off >= 0 ? Math.max(worst, off) : Double.POSITIVE_INFINITY;   // NaN is not a number that is off by little
        }
        if (worst <= (backend.activations == Format.BF16 ? TOLERANCE_OF_8_BITS : TOLERANCE)) return;
        throw new DeviceException(String.format(Locale.ROOT, "cuda: %s computes wrongly, %s is off by %.3g", backend.device.name, what, worst));
    }

    private static void own(CudaBackend backend) {
        float[] x = waves(1000, 0.7);
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) y[i] = 3 * x[i] + 2;
        compare(backend, "a kernel of our own", y, backend.affine(backend.upload(Shape.of(x.length), x), 3, 2));
    }

    private static void convolution(CudaBackend backend) {
        int in = 4;
        int out = 8;
        int size = 6;
        ConvShape s = new ConvShape(Shape.of(1, in, size, size), Shape.of(out, in, 3, 3), Shape.of(1, out, size, size), 1, 1, 1, 1);
        float[] x = waves(s.input().count(), 0.3);
        float[] w = waves(s.weight().count(), 0.9);
        float[] y = new float[s.output().count()];
        for (int i = 0; i < y.length; i++) {
            for (int tap = 0; tap < in * 9; tap++) {
                int row = i / size % size + tap / 3 % 3 - 1;
                int column = i % size + tap % 3 - 1;
                if (row < 0 || row >= size || column < 0 || column >= size) continue;
                y[i] += w[i / (size * size) * in * 9 + tap] * x[(tap / 9 * size + row) * size + column];
            }
        }
        compare(backend, "a convolution", y, backend.conv(s, backend.upload(s.input(), x), backend.upload(s.weight(), w), null));
    }

    private static void product(CudaBackend backend) {
        int rows = 3;
        int inner = 5;
        int columns = 4;
        float[] a = waves(rows * inner, 0.4);
        float[] b = waves(columns * inner, 0.8);
        float[] y = new float[rows * columns];
        for (int i = 0; i < y.length; i++) for (int k = 0; k < inner; k++) y[i] += a[i / columns * inner + k] * b[i % columns * inner + k];
        compare(backend, "a matrix product", y,
            backend.matmul(backend.upload(Shape.of(rows, inner), a), false, backend.upload(Shape.of(columns, inner), b), true, null));
    }
}
