package org.convbook.cnn.backend.onednn;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.PoolShape;
import org.convbook.cnn.backend.Shape;

/** What oneDNN lacks, or has only as a slow reference, of operations on NHWC images: loops in Java, image by image. */
final class HostImages {
    private final OneDnnCore backend;

    HostImages(OneDnnCore backend) {
        this.backend = backend;
    }

    /**
     * The value of x under each switch. A switch is the number of a pixel within its window, as a byte or an int, in the order of the output.
     *
     * @param kernel the pooling that made the switches, as its argument 2
     */
    DnnBuffer maxPoolAt(PoolShape s, DnnBuffer x, DnnBuffer switches, Kernel kernel) {
        DnnBuffer y = backend.fresh(s.output(), Layout.NHWC);
        boolean bytes = kernel.layout(2).get_data_type().value == memory.data_type.u8.value;
        float[] in = new float[s.input().count() / Math.max(1, s.input().size(0))];
        float[] out = new float[s.output().count() / Math.max(1, s.output().size(0))];
        byte[] raw = new byte[bytes ? out.length : 4 * out.length];
        backend.perform(() -> "maxPoolAt " + s, () -> {
            BytePointer from = new BytePointer(switches.pointer());
            for (int n = 0; n < s.input().size(0); n++) {
                x.block.get((long) n * in.length, in);
                from.position((long) n * raw.length).get(raw);
                gather(s, in, raw, bytes, out);
                y.block.put((long) n * out.length, out);
            }
        });
        return y;
    }

    private static void gather(PoolShape s, float[] in, byte[] raw, boolean bytes, float[] out) {
        int channels = s.input().size(1);
        int width = s.input().size(3);
        int columns = s.output().size(3);
        for (int i = 0; i < out.length; i++) {
            int tap = bytes ? raw[i] & 0xFF
                : raw[4 * i] & 0xFF | (raw[4 * i + 1] & 0xFF) << 8 | (raw[4 * i + 2] & 0xFF) << 16 | raw[4 * i + 3] << 24;
            int pixel = i / channels;
            int row = s.rows().pixel(pixel / columns, tap / s.columns().kernel());
            int column = s.columns().pixel(pixel % columns, tap % s.columns().kernel());
            out[i] = in[(row * width + column) * channels + i % channels];
        }
    }

    /** oneDNN's own has a vectorised form only for another layout; elsewhere it takes a power for each pair of neighbours. */
    DnnBuffer responseNormGradient(Backend.ResponseNorm r, DnnBuffer dy, DnnBuffer x, DnnBuffer y) {
        Shape s = x.shape();
        DnnBuffer dx = backend.fresh(s, Layout.NHWC);
        int length = s.count() / Math.max(1, s.size(0));
        float[][] rows = new float[5][length];
        backend.perform(() -> "responseNormGradient " + r + " " + s, () -> {
            for (int n = 0; n < s.size(0); n++) {
                long at = (long) n * length;
                dy.block.get(at, rows[0]);
                x.block.get(at, rows[1]);
                y.block.get(at, rows[2]);
                gradient(r, s.size(1), rows);
                dx.block.put(at, rows[0]);
            }
        });
        return dx;
    }

    /** Of dy, x and y to dx in place of dy; the other two rows are for intermediate values. */
    private static void gradient(Backend.ResponseNorm r, int channels, float[][] rows) {
        float[] d = rows[0];
        float[] x = rows[1];
        float[] y = rows[2];
        float[] squares = rows[3];
        float[] sums = rows[4];
        float k = (float) r.k();
        float alpha = (float) r.alpha();
        float factor = (float) (2 * r.alpha() * r.beta());
        for (int i = 0; i < x.length; i++) squares[i] = x[i] * x[i];
        around(r.size() / 2, channels, squares, sums);
        for (int i = 0; i < x.length; i++) sums[i] = k + alpha * sums[i];
        for (int i = 0; i < x.length; i++) squares[i] = d[i] * y[i] / sums[i];
        divideByPower(r.beta(), d, sums);
        around(r.size() / 2, channels, squares, sums);
        for (int i = 0; i < x.length; i++) d[i] -= factor * x[i] * sums[i];
    }

    /** d = d · s<sup>−β</sup>; one array is written in each loop, so that the compiler makes vector instructions of it. */
    private static void divideByPower(double beta, float[] d, float[] s) {
        if (beta != 0.75) {
            for (int i = 0; i < d.length; i++) d[i] = (float) (d[i] * Math.pow(s[i], -beta));
            return;
        }
        for (int i = 0; i < d.length; i++) s[i] = s[i] * (float) Math.sqrt(s[i]);      // s^(3/2), and of that the root
        for (int i = 0; i < d.length; i++) d[i] = d[i] / (float) Math.sqrt(s[i]);
    }

    /** For each pixel, whose channels lie side by side, the sums over so many neighbours on both sides. */
    private static void around(int half, int channels, float[] values, float[] sums) {
        System.arraycopy(values, 0, sums, 0, values.length);
        for (int o = 1; o <= half; o++) {
            for (int pixel = 0; pixel < values.length; pixel += channels) {
                int last = pixel + channels - o;
                for (int i = pixel; i < last; i++) sums[i] += values[i + o];
                for (int i = pixel; i < last; i++) sums[i + o] += values[i];
            }
        }
    }
}
