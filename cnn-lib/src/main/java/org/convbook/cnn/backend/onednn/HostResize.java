package org.convbook.cnn.backend.onednn;

import java.util.Arrays;
import org.convbook.cnn.backend.ResizeOp;
import org.convbook.cnn.backend.Shape;

/**
 * NHWC images of another size, in Java: first along the rows, then down the columns, where whole rows are blended; the gradient goes the other
 * way. oneDNN aligns no corners, and its gradients have only a slow reference.
 */
final class HostResize {
    private final OneDnnCore backend;

    HostResize(OneDnnCore backend) {
        this.backend = backend;
    }

    /** Along one axis, for each output: the pixel it lies at or behind, the one after that, and the share of the second. */
    private record Taps(int[] first, int[] second, float[] share) {
        static Taps of(ResizeOp op, int in, int out) {
            Taps t = new Taps(new int[out], new int[out], new float[out]);
            for (int i = 0; i < out; i++) {
                double place = op.place(i, in, out);
                t.first[i] = Math.min((int) place, in - 1);
                t.second[i] = Math.min(t.first[i] + 1, in - 1);
                t.share[i] = (float) (place - t.first[i]);
            }
            return t;
        }
    }

    /** One image: small [H, W, C], wide [H, W', C], large [H', W', C]. */
    private static final class Image {
        final int channels;
        final int stride;
        final Taps rows;
        final Taps columns;
        final float[] small;
        final float[] wide;
        final float[] large;

        Image(ResizeOp op, Shape in, Shape out) {
            channels = in.size(1);
            stride = in.size(3) * channels;
            rows = Taps.of(op, in.size(2), out.size(2));
            columns = Taps.of(op, in.size(3), out.size(3));
            small = new float[in.size(2) * stride];
            wide = new float[in.size(2) * out.size(3) * channels];
            large = new float[out.size(2) * out.size(3) * channels];
        }

        void forward() {
            int width = columns.first.length;
            for (int i = 0; i < wide.length / channels; i++) {
                int row = i / width * stride;
                int left = row + columns.first[i % width] * channels;
                int right = row + columns.second[i % width] * channels;
                blend(small, left, right, columns.share[i % width], wide, i * channels, channels);
            }
            int line = width * channels;
            for (int i = 0; i < rows.first.length; i++) {
                blend(wide, rows.first[i] * line, rows.second[i] * line, rows.share[i], large, i * line, line);
            }
        }

        void gradient() {
            int width = columns.first.length;
            int line = width * channels;
            Arrays.fill(wide, 0);
            for (int i = 0; i < rows.first.length; i++) {
                spread(large, i * line, line, rows.share[i], wide, rows.first[i] * line, rows.second[i] * line);
            }
            Arrays.fill(small, 0);
            for (int i = 0; i < wide.length / channels; i++) {
                int row = i / width * stride;
                int left = row + columns.first[i % width] * channels;
                int right = row + columns.second[i % width] * channels;
                spread(wide, i * channels, channels, columns.share[i % width], small, left, right);
            }
        }

        private static void blend(float[] from, int first, int second, float share, float[] to, int at, int count) {
            if (share == 0) System.arraycopy(from, first, to, at, count);
            else for (int i = 0; i < count; i++) to[at + i] = (1 - share) * from[first + i] + share * from[second + i];
        }

        private static void spread(float[] from, int at, int count, float share, float[] to, int first, int second) {
            for (int i = 0; i < count; i++) to[first + i] += (1 - share) * from[at + i];
            if (share != 0) for (int i = 0; i < count; i++) to[second + i] += share * from[at + i];
        }
    }

    DnnBuffer forward(ResizeOp op, DnnBuffer x, Shape to) {
        DnnBuffer y = backend.fresh(to, Layout.NHWC);
        Image image = new Image(op, x.shape(), to);
        backend.perform(() -> "resize " + op + " " + x.shape() + " " + to, () -> {
            for (int n = 0; n < to.size(0); n++) {
                x.block.get((long) n * image.small.length, image.small);
                image.forward();
                y.block.put((long) n * image.large.length, image.large);
            }
        });
        return y;
    }

    DnnBuffer gradient(ResizeOp op, DnnBuffer dy, Shape to) {
        DnnBuffer dx = backend.fresh(to, Layout.NHWC);
        Image image = new Image(op, to, dy.shape());
        backend.perform(() -> "resizeGradient " + op + " " + dy.shape() + " " + to, () -> {
            for (int n = 0; n < to.size(0); n++) {
                dy.block.get((long) n * image.large.length, image.large);
                image.gradient();
                dx.block.put((long) n * image.small.length, image.small);
            }
        });
        return dx;
    }
}
