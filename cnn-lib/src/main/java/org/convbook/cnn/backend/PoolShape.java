package org.convbook.cnn.backend;

import java.util.List;

/**
 * All sizes of one 2-D pooling.
 *
 * @param input the shape of the input, [N, C, H, W]
 * @param output the shape of the output, [N, C, H', W']
 * @param rows the window along the height
 * @param columns the window along the width
 * @param countPadding whether the average divides by the whole window, padding included, or by the pixels that exist; the maximum takes
 *     padding for −infinity in any case
 */
public record PoolShape(Shape input, Shape output, WindowAxis rows, WindowAxis columns, boolean countPadding) {
    /** Stride and padding equal in both directions. */
    public PoolShape(Shape input, Shape output, int kernelHeight, int kernelWidth, int stride, int padding, boolean countPadding) {
        this(input, output, new WindowAxis(kernelHeight, stride, padding), new WindowAxis(kernelWidth, stride, padding), countPadding);
    }

    /** The two directions, rows first. */
    public List<WindowAxis> axes() {
        return List.of(rows, columns);
    }
}
