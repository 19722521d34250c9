package org.convbook.kernel;

/** What a running cell may ask of the kernel around it. */
interface CellHost extends CellStreams.LineSource {
    /** Handles the comm messages that wait, on the cell's thread, which calls this; on any other thread nothing. Returns how many. */
    int poll();

    /** Called now and then by the thread that waits for the cell; returns whether it should be soon again. */
    boolean look();
}
