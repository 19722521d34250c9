package org.convbook.cnn.backend;

/** Elementwise functions of two arguments. */
public enum BinaryOp {
    /** a + b. */
    ADD,
    /** a − b. */
    SUB,
    /** a · b. */
    MUL,
    /** a / b. */
    DIV,
    /** The larger of a and b. */
    MAX,
    /** 1 where a = b, else 0. */
    EQUAL
}
