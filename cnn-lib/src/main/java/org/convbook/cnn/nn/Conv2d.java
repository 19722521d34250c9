package org.convbook.cnn.nn;

import java.util.random.RandomGenerator;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * 2-D convolution (strictly: cross-correlation) of a batch of images with a bank of filters.
 * <pre>
 * input   [N, in, H, W]
 * weight  [out, in/groups, kH, kW]     uniform in ±1/sqrt(fanIn), fanIn = in/groups * kH * kW
 * bias    [out]                        uniform in the same range
 * output  [N, out, H', W']             H' = floor((H + 2*padding - dilation*(kH-1) - 1) / stride) + 1
 * </pre>
 * Stride, padding and dilation are in pixels and equal in both directions.
 * An input that is not [N, in, H, W], or is smaller than the kernel, is a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1603.07285">Dumoulin &amp; Visin 2016, convolution arithmetic</a>
 */
public final class Conv2d extends Layer {
    private final int in;
    private final int out;
    private final int groups;
    private final Window window;
    private final Tensor weight;
    private final Tensor bias;

    /** A convolution with one group and a bias. */
    public Conv2d(int in, int out, Window window, RandomGenerator rng) {
        this(in, out, window, 1, true, rng);
    }

    /** A convolution. Channels that the groups do not divide are an {@link IllegalArgumentException}. */
    public Conv2d(int in, int out, Window window, int groups, boolean bias, RandomGenerator rng) {
        if (in < 1 || out < 1 || groups < 1) throw bad("channels and groups must be at least 1, got " + in + " -> " + out + " in " + groups);
        if (in % groups != 0 || out % groups != 0) throw bad(groups + " groups must divide both " + in + " and " + out + " channels");
        this.in = in;
        this.out = out;
        this.groups = groups;
        this.window = window;
        int fanIn = in / groups * window.kernelHeight() * window.kernelWidth();
        weight = parameter("weight", Init.uniform(fanIn, rng, out, in / groups, window.kernelHeight(), window.kernelWidth()));
        this.bias = bias ? parameter("bias", Init.uniform(fanIn, rng, out)) : null;
    }

    private static IllegalArgumentException bad(String what) {
        return new IllegalArgumentException("Conv2d: " + what);
    }

    /** A convolution without a bias, for example before a normalisation, which would cancel it. */
    public static Conv2d noBias(int in, int out, Window window, RandomGenerator rng) {
        return new Conv2d(in, out, window, 1, false, rng);
    }

    /** The filters, [out, in/groups, kH, kW]. */
    public Tensor weight() {
        return weight;
    }

    /** The biases, [out], or null. */
    public Tensor bias() {
        return bias;
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return x.conv2d(weight, bias, window, groups);
    }

    @Override
    protected long multiplyAdds(Shape input, Shape output) {
        return (long) output.count() / output.size(0) * (in / groups) * window.kernelHeight() * window.kernelWidth();
    }

    @Override
    protected Window window() {
        return window;
    }

    @Override
    public String toString() {
        return "Conv2d(" + in + " -> " + out + ", " + window + (groups == 1 ? "" : ", groups " + groups) + (bias == null ? ", no bias" : "") + ")";
    }
}
