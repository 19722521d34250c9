package org.convbook.kernel;

/** The cell was interrupted while it waited for the kernel. An Error, so that {@code catch (Exception e)} in a cell does not hold it up. */
final class StoppedException extends Error {
    StoppedException() {
        super("the cell was interrupted");
    }
}
