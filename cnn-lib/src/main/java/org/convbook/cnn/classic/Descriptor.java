package org.convbook.cnn.classic;

/**
 * Turns an image into a fixed number of numbers, which a simple classifier learns from.
 * <pre>
 * image   {C, H, W}, channel by channel, row by row
 * result  length(C, H, W) numbers
 * </pre>
 * May be used from several threads at once.
 */
public interface Descriptor {
    /** The values of the image as they are. */
    Descriptor PIXELS = new Pixels();

    /** How many numbers describe an image of this shape; an {@link IllegalArgumentException} if that is not {C, H, W} or leaves no room. */
    int length(int... imageShape);

    /** The numbers; an {@link IllegalArgumentException} if the image has more or fewer values than its shape, or as {@link #length}. */
    float[] describe(float[] image, int... imageShape);
}
