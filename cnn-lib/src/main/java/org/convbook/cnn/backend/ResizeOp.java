package org.convbook.cnn.backend;

/** Ways to compute an image of another size. Along each axis, output i looks at a place of the input; sizes are in pixels. */
public enum ResizeOp {
    /** The pixel floor(i · in/out). */
    NEAREST,
    /** Between the two pixels beside (i + ½) · in/out − ½: pixels are squares, whose outer edges meet; no less than 0. */
    BILINEAR,
    /** Between the two pixels beside i · (in − 1)/(out − 1): the centres of the corner pixels meet; 0 for a single output. */
    BILINEAR_ALIGNED;

    /** Where output {@code i} of {@code out} looks, along an axis of {@code in} pixels: 0 is the middle of the first one. */
    public double place(int i, int in, int out) {
        return switch (this) {
            case NEAREST -> (long) i * in / out;
            case BILINEAR -> Math.max(0, (i + 0.5) * in / out - 0.5);
            case BILINEAR_ALIGNED -> out == 1 ? 0 : (double) i * (in - 1) / (out - 1);
        };
    }
}
