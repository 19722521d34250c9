package org.convbook.data.transform;

/**
 * The labels of an image's pixels while a {@link Transform} changes them in place.
 * <pre>
 * labels       H*W class numbers, row by row
 * ignoreIndex  the label of pixels that belong to no class: what a transform brings in from outside the image gets it
 * </pre>
 * The array is kept, not copied.
 */
public record Mask(int[] labels, int ignoreIndex) {
    /** The usual label of pixels that belong to no class. */
    public static final int NO_CLASS = 255;
}
