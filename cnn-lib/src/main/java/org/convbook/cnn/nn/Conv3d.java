package org.convbook.cnn.nn;

import java.util.random.RandomGenerator;
import org.convbook.cnn.tensor.Window;

/**
 * 3-D convolution (strictly: cross-correlation) of a batch of volumes or films with a bank of filters.
 * <pre>
 * input   [N, in, D, H, W]
 * weight  [out, in/groups, kD, kH, kW]   uniform in ±1/sqrt(fanIn), fanIn = in/groups * kD * kH * kW
 * bias    [out]                          uniform in the same range
 * output  [N, out, D', H', W']           D' = floor((D + 2*padding - dilation*(kD-1) - 1) / stride) + 1
 * </pre>
 * Stride, padding and dilation are in voxels, one number for all directions or one for each. An input that is not [N, in, D, H, W], or is
 * smaller than the kernel, is a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1603.07285">Dumoulin &amp; Visin 2016, convolution arithmetic</a>
 */
public final class Conv3d extends Convolution {
    /** A convolution with one group and a bias; {@code Window.of(3)} is a cube here. */
    public Conv3d(int in, int out, Window window, RandomGenerator rng) {
        this(in, out, window, 1, true, rng);
    }

    /** A convolution. Channels that the groups do not divide, or a window of two unequal directions, are an {@link IllegalArgumentException}. */
    public Conv3d(int in, int out, Window window, int groups, boolean bias, RandomGenerator rng) {
        super(new Channels(in, out, groups), window.convolving(3, "Conv3d"), bias, rng);
    }
}
