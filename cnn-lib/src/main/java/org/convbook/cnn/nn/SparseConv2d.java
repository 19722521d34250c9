package org.convbook.cnn.nn;

import java.util.random.RandomGenerator;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * A convolution in which each output map sees only some of the input maps, after a table.
 * <pre>
 * input   [N, in, H, W]
 * weight  [links, 1, kH, kW]     one filter for each link of the table, by output map, then input map;
 *                                uniform in ±2.4/fanIn as in the paper, fanIn = the links of its output map * kH * kW
 * bias    [out]                  0 at first
 * links   [out*in, links]        a buffer: which place of the full weights [out, in, kH, kW] a filter takes
 * output  [N, out, H', W']       as Conv2d
 * </pre>
 * It computes as a full convolution whose other filters are zero; parameters and multiply-adds are counted for the links alone.
 * A table without rows or columns, with rows of different lengths, or with a map that sees nothing is an {@link IllegalArgumentException}; an
 * input that is not [N, in, H, W], or is smaller than the kernel, a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://doi.org/10.1109/5.726791">LeCun, Bottou, Bengio &amp; Haffner 1998, Gradient-based learning applied to document recognition,
 *     table I</a>
 */
public final class SparseConv2d extends Layer {
    private final int out;
    private final int in;
    private final Window window;
    private final Tensor weight;
    private final Tensor bias;
    private final Tensor links;

    /** A convolution in which output map {@code o} sees input map {@code i} where {@code sees[o][i]}. */
    public SparseConv2d(boolean[][] sees, Window window, RandomGenerator rng) {
        out = sees.length;
        in = out == 0 ? 0 : sees[0].length;
        int[] inputs = inputs(sees, in);
        this.window = window.convolving(2, "SparseConv2d");
        int taps = window.kernelHeight() * window.kernelWidth();
        int count = 0;
        for (int n : inputs) count += n;
        float[] weights = new float[count * taps];
        float[] places = new float[out * in * count];
        int link = 0;
        for (int o = 0; o < out; o++) {
            double bound = 2.4 / (inputs[o] * taps);
            for (int i = 0; i < in; i++) {
                if (!sees[o][i]) continue;
                places[(o * in + i) * count + link] = 1;
                for (int t = 0; t < taps; t++) weights[link * taps + t] = (float) (bound * (2 * rng.nextDouble() - 1));
                link++;
            }
        }
        weight = parameter("weight", Tensor.of(weights, count, 1, window.kernelHeight(), window.kernelWidth()));
        bias = parameter("bias", Tensor.zeros(out));
        links = buffer("links", Tensor.of(places, out * in, count));
    }

    /** How many maps each output map sees. */
    private static int[] inputs(boolean[][] sees, int in) {
        if (in == 0) throw new IllegalArgumentException("SparseConv2d: the table needs rows for the outputs and columns for the inputs");
        int[] inputs = new int[sees.length];
        for (int o = 0; o < sees.length; o++) {
            if (sees[o].length != in) {
                throw new IllegalArgumentException("SparseConv2d: row " + o + " of the table has " + sees[o].length + " columns, row 0 has " + in);
            }
            for (boolean linked : sees[o]) if (linked) inputs[o]++;
            if (inputs[o] == 0) throw new IllegalArgumentException("SparseConv2d: output map " + o + " sees no input map");
        }
        return inputs;
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        int taps = window.kernelHeight() * window.kernelWidth();
        Tensor full = links.matmul(weight.reshape(-1, taps)).reshape(out, in, window.kernelHeight(), window.kernelWidth());
        return x.conv(full, bias, window, 1);
    }

    @Override
    protected long multiplyAdds(Shape input, Shape output) {
        return (long) weight.shape().count() * output.size(2) * output.size(3);
    }

    @Override
    protected Window window() {
        return window;
    }

    @Override
    public String toString() {
        return "SparseConv2d(" + in + " -> " + out + ", " + weight.shape().size(0) + " of " + out * in + " links, " + window + ")";
    }
}
