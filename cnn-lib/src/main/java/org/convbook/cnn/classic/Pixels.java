package org.convbook.cnn.classic;

import java.util.Arrays;

/** An image described by its own values. */
record Pixels() implements Descriptor {
    @Override public int length(int... imageShape) {
        if (imageShape.length != 3 || Arrays.stream(imageShape).anyMatch(n -> n < 1))
            throw new IllegalArgumentException("an image to describe is {C, H, W}, got " + Arrays.toString(imageShape));
        return imageShape[0] * imageShape[1] * imageShape[2];
    }

    @Override public float[] describe(float[] image, int... imageShape) {
        check(image, imageShape);
        return image.clone();
    }

    /** Refuses an image that does not have the values of its shape. */
    void check(float[] image, int... imageShape) {
        int expected = length(imageShape);
        if (image.length != expected)
            throw new IllegalArgumentException("an image of " + Arrays.toString(imageShape) + " has " + expected + " values, got " + image.length);
    }

    @Override public String toString() {
        return "pixels";
    }
}
