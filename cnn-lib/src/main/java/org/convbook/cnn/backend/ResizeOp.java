package org.convbook.cnn.backend;

/** Ways to compute an image of another size. Along each axis, output i looks at a place of the input; sizes are in pixels. */
public enum ResizeOp {
    /** The pixel floor(i · in/out). */
    NEAREST,
    /** Between the two pixels beside (i + ½) · in/out − ½: pixels are squares, whose outer edges meet; no less than 0. */
    BILINEAR,
    /** Between the two pixels beside i · (in − 1)/(out − 1): the centres of the corner pixels meet; 0 for a single output. */
    BILINEAR_ALIGNED
}
