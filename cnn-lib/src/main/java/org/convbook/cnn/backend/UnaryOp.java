package org.convbook.cnn.backend;

/** Elementwise functions of one argument, y = f(x), each with its derivative in terms of x and y. */
public enum UnaryOp {
    /** y = tanh x; dy/dx = 1 − y². */
    TANH,
    /** y = max(0, x); dy/dx = 1 where x &gt; 0, else 0, also at 0. */
    RELU,
    /** y = 1 / (1 + e<sup>−x</sup>); dy/dx = y (1 − y). */
    SIGMOID,
    /** y = e<sup>x</sup>; dy/dx = y. */
    EXP,
    /** y = ln x; dy/dx = 1/x. */
    LOG,
    /** y = √x; dy/dx = 1/(2y). */
    SQRT,
    /** y = x²; dy/dx = 2x. */
    SQUARE,
    /** y = |x|; dy/dx = the sign of x, 0 at 0. */
    ABS,
    /** y = 1/x; dy/dx = −y². */
    RECIPROCAL,
    /** y = ln(1 + e<sup>x</sup>), without overflow; dy/dx = 1 / (1 + e<sup>−x</sup>). */
    SOFTPLUS,
    /** y = 1 where x &gt; 0, else 0; dy/dx = 0. */
    STEP
}
