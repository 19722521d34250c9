package org.convbook.cnn.backend.java;

import java.util.Arrays;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.WindowAxis;

/** Matrix product and convolution. One loop nest visits every (output pixel, tap) pair; the three passes differ in what they do there. */
final class ConvLoops {
    private ConvLoops() {}

    static void matmul(Buffer a, boolean transposeA, Buffer b, boolean transposeB, Buffer bias, double[] y) {
        double[] av = JavaBuffer.of(a);
        double[] bv = JavaBuffer.of(b);
        int rows = a.shape().size(transposeA ? 1 : 0);
        int inner = a.shape().size(transposeA ? 0 : 1);
        int columns = b.shape().size(transposeB ? 0 : 1);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = bias == null ? 0 : JavaBuffer.of(bias)[j];
                for (int k = 0; k < inner; k++) {
                    sum += av[transposeA ? k * rows + i : i * inner + k] * bv[transposeB ? j * inner + k : k * columns + j];
                }
                y[i * columns + j] = sum;
            }
        }
    }

    /** Called for each row of output pixels that one tap of one filter touches: offsets of the first pixel, weight, and their number. */
    private interface Tap {
        void row(int x, int w, int y, int length);
    }

    /** A convolution in three directions; what has fewer is one plane deep, or one row high. */
    private static final class Volume {
        private static final WindowAxis ONE = new WindowAxis(1, 1, 0);
        private final int[] in;
        private final int[] out;
        private final WindowAxis[] axes = {ONE, ONE, ONE};
        private final Tap tap;

        Volume(ConvShape s, Tap tap) {
            in = last3(s.input());
            out = last3(s.output());
            int missing = 3 - s.axes().size();
            for (int i = 0; i < s.axes().size(); i++) axes[missing + i] = s.axes().get(i);
            this.tap = tap;
        }

        private static int[] last3(Shape shape) {
            int[] sizes = {1, 1, 1};
            for (int axis = 2; axis < shape.rank(); axis++) sizes[3 - shape.rank() + axis] = shape.size(axis);
            return sizes;
        }

        /** The taps of one kernel, whose weights begin at w, on the planes that begin at x and y. */
        void visit(int x, int w, int y) {
            int at = w;
            for (int t = 0; t < axes[0].kernel(); t++) {
                for (int u = 0; u < axes[1].kernel(); u++) {
                    for (int v = 0; v < axes[2].kernel(); v++) rows(t, u, v, x, at++, y);
                }
            }
        }

        private void rows(int t, int u, int v, int x, int w, int y) {
            int stride = axes[2].stride();
            int left = axes[2].pixel(0, v);
            int first = Math.max(0, Math.floorDiv(-left + stride - 1, stride));
            int last = Math.min(out[2] - 1, Math.floorDiv(in[2] - 1 - left, stride));
            if (last < first) return;
            for (int k = 0; k < out[0]; k++) {
                int plane = axes[0].pixel(k, t);
                if (plane < 0 || plane >= in[0]) continue;
                for (int i = 0; i < out[1]; i++) {
                    int row = axes[1].pixel(i, u);
                    if (row < 0 || row >= in[1]) continue;
                    int from = x + (plane * in[1] + row) * in[2] + first * stride + left;
                    tap.row(from, w, y + (k * out[1] + i) * out[2] + first, last - first + 1);
                }
            }
        }
    }

    private static void visit(ConvShape s, Tap tap) {
        Volume volume = new Volume(s, tap);
        int channels = s.weight().size(1);
        int outPerGroup = s.weight().size(0) / s.groups();
        int taps = values(s.weight());
        int xPlane = values(s.input());
        int yPlane = values(s.output());
        for (int n = 0; n < s.input().size(0); n++) {
            for (int o = 0; o < s.weight().size(0); o++) {
                int firstChannel = n * s.input().size(1) + o / outPerGroup * channels;
                int y = (n * s.output().size(1) + o) * yPlane;
                for (int c = 0; c < channels; c++) volume.visit((firstChannel + c) * xPlane, (o * channels + c) * taps, y);
            }
        }
    }

    /** The number of values behind each channel. */
    private static int values(Shape shape) {
        int n = 1;
        for (int axis = 2; axis < shape.rank(); axis++) n *= shape.size(axis);
        return n;
    }

    private static int stride(ConvShape s) {
        return s.axes().get(s.axes().size() - 1).stride();
    }

    /** y[n,o,i,j] = bias[o] + Σ w[o,c,u,v] · x[n, c, i·stride − padding + u·dilation, j·stride − padding + v·dilation]; likewise in 1-D and 3-D. */
    static void forward(ConvShape s, double[] x, double[] w, double[] bias, double[] y) {
        int plane = values(s.output());
        for (int i = 0; i < y.length; i++) y[i] = bias == null ? 0 : bias[i / plane % s.output().size(1)];
        int stride = stride(s);
        visit(s, (xAt, wAt, yAt, length) -> {
            double weight = w[wAt];
            for (int j = 0; j < length; j++) y[yAt + j] += weight * x[xAt + j * stride];
        });
    }

    /** dx is the sum over all output pixels of dy · w at the place where w was applied. */
    static void inputGradient(ConvShape s, double[] dy, double[] w, double[] dx) {
        Arrays.fill(dx, 0);
        int stride = stride(s);
        visit(s, (xAt, wAt, yAt, length) -> {
            double weight = w[wAt];
            for (int j = 0; j < length; j++) dx[xAt + j * stride] += weight * dy[yAt + j];
        });
    }

    /** dw is the sum over all output pixels of dy · x at the place where w was applied. */
    static void weightGradient(ConvShape s, double[] x, double[] dy, double[] dw) {
        Arrays.fill(dw, 0);
        int stride = stride(s);
        visit(s, (xAt, wAt, yAt, length) -> {
            double sum = 0;
            for (int j = 0; j < length; j++) sum += dy[yAt + j] * x[xAt + j * stride];
            dw[wAt] += sum;
        });
    }

    /** db is the sum of dy over all but the channels. */
    static void biasGradient(ConvShape s, double[] dy, double[] db) {
        Arrays.fill(db, 0);
        int plane = values(s.output());
        for (int i = 0; i < dy.length; i++) db[i / plane % db.length] += dy[i];
    }
}
