package org.convbook.cnn.backend;

/** Ways to bring the values along some axes down to one. */
public enum ReduceOp {
    /** Their sum. */
    SUM,
    /** Their sum divided by their number. */
    MEAN,
    /** The largest. */
    MAX
}
