package org.convbook.cnn.nn;

import java.util.random.RandomGenerator;
import org.convbook.cnn.tensor.Window;

/**
 * Transposed 2-D convolution: each input pixel lays its value times the filter onto the output, where the filters overlap they add up. It is
 * the adjoint of {@link Conv2d} with the same window and weight: ⟨conv(x), y⟩ = ⟨x, convT(y)⟩ without biases.
 * <pre>
 * input   [N, in, H, W]
 * weight  [in, out/groups, kH, kW]     uniform in ±1/sqrt(fanIn), fanIn = in/groups * kH * kW
 * bias    [out]                        uniform in the same range
 * output  [N, out, H', W']             H' = (H-1)*stride - 2*padding + dilation*(kH-1) + 1 + outputPadding
 * </pre>
 * Padding cuts pixels off the output; output padding, below stride or dilation, restores those at its end that the convolution dropped:
 * {@code Window.of(3).stride(2).padding(1).outputPadding(1)} doubles. A kernel that the stride does not divide makes a checkerboard pattern.
 * An input that is not [N, in, H, W], or of which the padding leaves nothing, is a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1603.07285">Dumoulin &amp; Visin 2016, convolution arithmetic</a>
 * @see <a href="https://doi.org/10.23915/distill.00003">Odena et al. 2016, Deconvolution and checkerboard artifacts</a>
 */
public final class ConvTranspose2d extends Convolution {
    /** A transposed convolution with one group and a bias. */
    public ConvTranspose2d(int in, int out, Window window, RandomGenerator rng) {
        this(in, out, window, 1, true, rng);
    }

    /**
     * A transposed convolution. Channels that the groups do not divide, a window of other than two directions, or one with ceil, exact or a
     * padding mode, are an {@link IllegalArgumentException}.
     */
    public ConvTranspose2d(int in, int out, Window window, int groups, boolean bias, RandomGenerator rng) {
        super(new Channels(in, out, groups), window.transposing(2, "ConvTranspose2d"), bias, rng);
    }

    /** A transposed convolution without a bias, for example before a normalisation, which would cancel it. */
    public static ConvTranspose2d noBias(int in, int out, Window window, RandomGenerator rng) {
        return new ConvTranspose2d(in, out, window, 1, false, rng);
    }

    /**
     * Enlarges each channel by a whole factor, with bilinear weights to begin training from (Long et al. 2015): a kernel of k = 2f − f mod 2
     * with the weights (1 − |i − c|/f)·(1 − |j − c|/f), c = (k − 1)/2, without a bias.
     *
     * @see <a href="https://arxiv.org/abs/1411.4038">Long et al. 2015, Fully convolutional networks</a>
     */
    public static ConvTranspose2d bilinear(int channels, int factor) {
        if (factor < 1 || factor > 1024) throw new IllegalArgumentException("ConvTranspose2d: the factor must be from 1 to 1024, got " + factor);
        int k = 2 * factor - factor % 2;
        Window window = Window.of(k).stride(factor).padding((k - factor) / 2);
        ConvTranspose2d layer = new ConvTranspose2d(channels, channels, window, channels, false, new java.util.Random(0));   // no draw stays
        float[] weight = new float[channels * k * k];
        for (int i = 0; i < weight.length; i++) weight[i] = (float) (tent(i / k % k, factor, k) * tent(i % k, factor, k));
        layer.weight().set(weight);
        return layer;
    }

    private static double tent(int i, int factor, int kernel) {
        return 1 - Math.abs(i - (kernel - 1) / 2.0) / factor;
    }

    @Override
    protected boolean transposed() {
        return true;
    }
}
