package org.convbook.cnn.backend;

/**
 * All sizes of one 2-D pooling. Sizes are in pixels.
 *
 * @param input the shape of the input, [N, C, H, W]
 * @param output the shape of the output, [N, C, H', W']
 * @param kernelHeight the height of the window
 * @param kernelWidth the width of the window
 * @param stride the distance between neighbouring windows
 * @param padding the number of pixels added on each side: −infinity for the maximum, 0 for the average
 * @param countPadding whether the average divides by the whole window, padding included, or by the pixels that exist
 */
public record PoolShape(
        Shape input, Shape output, int kernelHeight, int kernelWidth, int stride, int padding, boolean countPadding) {}
