package org.convbook.cnn.backend.cuda;

/** The three products of a convolution. */
enum ConvPass {
    /** y from x and w. */
    FORWARD,
    /** dx from dy and w. */
    INPUT_GRADIENT,
    /** dw from x and dy. */
    WEIGHT_GRADIENT
}
