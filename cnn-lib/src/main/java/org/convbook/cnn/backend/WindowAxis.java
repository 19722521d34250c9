package org.convbook.cnn.backend;

/**
 * What a sliding window does along one direction, in pixels.
 *
 * @param kernel the number of taps
 * @param stride the distance between neighbouring windows
 * @param padding the pixels added in front of the first one
 * @param after the pixels added behind the last one
 * @param dilation the distance between neighbouring taps
 * @param outputPadding the pixels that a transposed convolution adds at the end of its output
 */
public record WindowAxis(int kernel, int stride, int padding, int after, int dilation, int outputPadding) {
    /** Without dilation, with the same padding on both sides. */
    public WindowAxis(int kernel, int stride, int padding) {
        this(kernel, stride, padding, padding, 1, 0);
    }

    /** The pixels from the first tap to the last: dilation · (kernel − 1) + 1. */
    public int extent() {
        return dilation * (kernel - 1) + 1;
    }

    /** The pixel under a tap of a window; in the padding it is below 0 or not below the size. */
    public int pixel(int window, int tap) {
        return window * stride - padding + tap * dilation;
    }
}
