package org.convbook.cnn.backend;

/** Values of one tensor in the memory of a backend, in a layout that only that backend knows. */
public interface Buffer {
    /** The logical shape; images are [N, C, H, W] whatever the layout in memory is. */
    Shape shape();
}
