package org.convbook.cnn.backend;

import java.util.List;
import java.util.stream.IntStream;

/**
 * All sizes of one convolution in one, two or three directions. Padding behind the last pixel is what the output's size asks for.
 * <pre>
 * input   [batch, in, (depth,) (height,) width]
 * weight  [out, in/groups, (depth,) (height,) width of the kernel]
 * output  [batch, out, (depth,) (height,) width]
 * </pre>
 *
 * @param input the shape of the input
 * @param weight the shape of the weights
 * @param output the shape of the output
 * @param axes the window along each direction, in the order of the shapes
 * @param groups the number of groups that the channels are split into
 */
public record ConvShape(Shape input, Shape weight, Shape output, List<WindowAxis> axes, int groups) {
    /** Stride, padding and dilation equal in all directions. */
    public ConvShape(Shape input, Shape weight, Shape output, int stride, int padding, int dilation, int groups) {
        this(input, weight, output, IntStream.range(2, weight.rank())
            .mapToObj(axis -> new WindowAxis(weight.size(axis), stride, padding, padding, dilation, 0)).toList(), groups);
    }
}
