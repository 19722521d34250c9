package org.convbook.cnn.backend;

/**
 * All sizes of one 2-D convolution. Stride, padding and dilation are in pixels and equal in both directions.
 * <pre>
 * input   [batch, in, height, width]
 * weight  [out, in/groups, kernelHeight, kernelWidth]
 * output  [batch, out, outHeight, outWidth]
 * </pre>
 *
 * @param input the shape of the input
 * @param weight the shape of the weights
 * @param output the shape of the output
 * @param stride the distance between neighbouring windows
 * @param padding the number of zeros on each side
 * @param dilation the distance between neighbouring taps of a window
 * @param groups the number of groups that the channels are split into
 */
public record ConvShape(Shape input, Shape weight, Shape output, int stride, int padding, int dilation, int groups) {}
