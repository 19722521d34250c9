package org.convbook.cnn.backend.java;

import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.Shape;

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

    private static void visit(ConvShape s, Tap tap) {
        Shape weight = s.weight();
        int outPerGroup = weight.size(0) / s.groups();
        for (int n = 0; n < s.input().size(0); n++) {
            for (int o = 0; o < weight.size(0); o++) {
                int firstChannel = o / outPerGroup * weight.size(1);
                for (int c = 0; c < weight.size(1); c++) visitPlane(s, tap, n, o, c, firstChannel + c);
            }
        }
    }

    private static void visitPlane(ConvShape s, Tap tap, int n, int o, int c, int channel) {
        int height = s.input().size(2);
        int width = s.input().size(3);
        int xPlane = (n * s.input().size(1) + channel) * height * width;
        int yPlane = (n * s.output().size(1) + o) * s.output().size(2) * s.output().size(3);
        for (int u = 0; u < s.weight().size(2); u++) {
            for (int v = 0; v < s.weight().size(3); v++) {
                int w = ((o * s.weight().size(1) + c) * s.weight().size(2) + u) * s.weight().size(3) + v;
                int left = v * s.dilation() - s.padding();
                int first = Math.max(0, Math.floorDiv(-left + s.stride() - 1, s.stride()));
                int last = Math.min(s.output().size(3) - 1, Math.floorDiv(width - 1 - left, s.stride()));
                if (last < first) continue;
                for (int i = 0; i < s.output().size(2); i++) {
                    int row = i * s.stride() - s.padding() + u * s.dilation();
                    if (row < 0 || row >= height) continue;
                    int x = xPlane + row * width + first * s.stride() + left;
                    tap.row(x, w, yPlane + i * s.output().size(3) + first, last - first + 1);
                }
            }
        }
    }

    /** y[n,o,i,j] = bias[o] + Σ w[o,c,u,v] · x[n, c, i·stride − padding + u·dilation, j·stride − padding + v·dilation]. */
    static void forward(ConvShape s, double[] x, double[] w, double[] bias, double[] y) {
        int plane = s.output().size(2) * s.output().size(3);
        for (int i = 0; i < y.length; i++) y[i] = bias == null ? 0 : bias[i / plane % s.output().size(1)];
        int stride = s.stride();
        visit(s, (xAt, wAt, yAt, length) -> {
            double weight = w[wAt];
            for (int j = 0; j < length; j++) y[yAt + j] += weight * x[xAt + j * stride];
        });
    }

    /** dx is the sum over all output pixels of dy · w at the place where w was applied. */
    static void inputGradient(ConvShape s, double[] dy, double[] w, double[] dx) {
        java.util.Arrays.fill(dx, 0);
        int stride = s.stride();
        visit(s, (xAt, wAt, yAt, length) -> {
            double weight = w[wAt];
            for (int j = 0; j < length; j++) dx[xAt + j * stride] += weight * dy[yAt + j];
        });
    }

    /** dw is the sum over all output pixels of dy · x at the place where w was applied. */
    static void weightGradient(ConvShape s, double[] x, double[] dy, double[] dw) {
        java.util.Arrays.fill(dw, 0);
        int stride = s.stride();
        visit(s, (xAt, wAt, yAt, length) -> {
            double sum = 0;
            for (int j = 0; j < length; j++) sum += dy[yAt + j] * x[xAt + j * stride];
            dw[wAt] += sum;
        });
    }
}
