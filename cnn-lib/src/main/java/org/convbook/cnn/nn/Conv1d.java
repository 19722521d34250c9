package org.convbook.cnn.nn;

import java.util.random.RandomGenerator;
import org.convbook.cnn.tensor.Window;

/**
 * 1-D convolution (strictly: cross-correlation) of a batch of series with a bank of filters.
 * <pre>
 * input   [N, in, L]
 * weight  [out, in/groups, kL]         uniform in ±1/sqrt(fanIn), fanIn = in/groups * kL
 * bias    [out]                        uniform in the same range
 * output  [N, out, L']                 L' = floor((L + 2*padding - dilation*(kL-1) - 1) / stride) + 1
 * </pre>
 * Stride, padding and dilation are in steps of the series. An input that is not [N, in, L], or is shorter than the kernel, is a
 * {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1603.07285">Dumoulin &amp; Visin 2016, convolution arithmetic</a>
 */
public final class Conv1d extends Convolution {
    /** A convolution with one group and a bias; {@code Window.of(5)} is a window of five steps here. */
    public Conv1d(int in, int out, Window window, RandomGenerator rng) {
        this(in, out, window, 1, true, rng);
    }

    /** A convolution. Channels that the groups do not divide, or a window that is not one number, are an {@link IllegalArgumentException}. */
    public Conv1d(int in, int out, Window window, int groups, boolean bias, RandomGenerator rng) {
        super(new Channels(in, out, groups), window.convolving(1, "Conv1d"), bias, rng);
    }
}
