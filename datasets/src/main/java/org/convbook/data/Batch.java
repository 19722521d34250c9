package org.convbook.data;

import java.util.Arrays;

/**
 * Some images with their labels, as plain arrays. The arrays are the batch's own and are not copied on access.
 * <pre>
 * images   N*C*H*W values, image by image, channel by channel, row by row
 * labels   [N], or [N*H*W] where each pixel has its own: image by image, row by row
 * shape    {N, C, H, W}
 * indices  [N]   which images of the data set these are
 * packed   the images as bytes, or null; then they are unpacked whenever images() is asked for
 * </pre>
 */
public record Batch(float[] images, int[] labels, int[] shape, int[] indices, PackedImages packed) {
    /** Of images as values. */
    public Batch(float[] images, int[] labels, int[] shape, int[] indices) {
        this(images, labels, shape, indices, null);
    }

    /** Checks that the lengths agree; else an {@link IllegalArgumentException}. */
    public Batch {
        int length = packed == null ? images.length : packed.bytes().length;
        if (shape.length != 4 || indices.length != shape[0] || !labelsFit(labels.length, shape)
            || length != (long) shape[0] * shape[1] * shape[2] * shape[3]) {
            throw new IllegalArgumentException("Batch: %d values, %d labels, %d indices do not fit shape %s, expected {N, C, H, W}"
                .formatted(length, labels.length, indices.length, Arrays.toString(shape)));
        }
    }

    private static boolean labelsFit(int labels, int[] shape) {
        return labels == shape[0] || labels == (long) shape[0] * shape[2] * shape[3];
    }

    /** The N*C*H*W values; of a packed batch they are made anew each time. */
    @Override public float[] images() {
        return packed == null ? images : packed.unpacked(shape);
    }

    /** Whether there is a label for each pixel, not for each image; for images of a single pixel, where both are the same, false. */
    public boolean pixelLabels() {
        return labels.length != shape[0];
    }

    /** The number of images. */
    public int size() {
        return shape[0];
    }

    @Override public String toString() {
        return "Batch " + Arrays.toString(shape);
    }
}
