package org.convbook.cnn.backend;

/**
 * Which of its library's algorithms for convolutions a GPU takes; each needs no more memory for itself than 512 MiB, and is kept for its shape.
 * Our own operations and those of a processor give the same bits each time in any case.
 */
public enum Algorithms {
    /**
     * Of those that give the same bits each time, the one that the library holds for the best. Nothing is timed, since another run of the
     * program might then take another: the same program gives the same bits on the same machine. The default.
     */
    SAME_BITS,
    /**
     * The fastest of all, found by trying each when a shape is first met. Two runs may differ in the last digits, and the first steps take longer.
     */
    FASTEST
}
