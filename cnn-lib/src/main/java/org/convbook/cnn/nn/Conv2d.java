package org.convbook.cnn.nn;

import java.util.random.RandomGenerator;
import org.convbook.cnn.tensor.Window;

/**
 * 2-D convolution (strictly: cross-correlation) of a batch of images with a bank of filters.
 * <pre>
 * input   [N, in, H, W]
 * weight  [out, in/groups, kH, kW]     uniform in ±1/sqrt(fanIn), fanIn = in/groups * kH * kW
 * bias    [out]                        uniform in the same range
 * output  [N, out, H', W']             H' = floor((H + 2*padding - dilation*(kH-1) - 1) / stride) + 1
 * </pre>
 * Stride, padding and dilation are in pixels, one number for both directions or one for each; the window says what the padding holds.
 * An input that is not [N, in, H, W], or is smaller than the kernel, is a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1603.07285">Dumoulin &amp; Visin 2016, convolution arithmetic</a>
 */
public final class Conv2d extends Convolution {
    /** A convolution with one group and a bias. */
    public Conv2d(int in, int out, Window window, RandomGenerator rng) {
        this(in, out, window, 1, true, rng);
    }

    /** A convolution. Channels that the groups do not divide, or a window of other than two directions, are an {@link IllegalArgumentException}. */
    public Conv2d(int in, int out, Window window, int groups, boolean bias, RandomGenerator rng) {
        super(new Channels(in, out, groups), window.convolving(2, "Conv2d"), bias, rng);
    }

    /** A convolution without a bias, for example before a normalisation, which would cancel it. */
    public static Conv2d noBias(int in, int out, Window window, RandomGenerator rng) {
        return new Conv2d(in, out, window, 1, false, rng);
    }

    /** A depthwise convolution: one filter for each channel, with a bias. */
    public static Conv2d depthwise(int channels, Window window, RandomGenerator rng) {
        return new Conv2d(channels, channels, window, channels, true, rng);
    }
}
