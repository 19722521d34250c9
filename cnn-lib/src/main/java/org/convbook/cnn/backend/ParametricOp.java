package org.convbook.cnn.backend;

/** Elementwise functions of one argument that have a setting α, y = f(x), each with its derivative in terms of x and y. */
public enum ParametricOp {
    /** y = x where x &gt; 0, else αx; dy/dx = 1 where x &gt; 0, else α, also at 0. */
    LEAKY_RELU,
    /** y = x where x &gt; 0, else α (e<sup>x</sup> − 1); dy/dx = 1 where x &gt; 0, else y + α. */
    ELU
}
