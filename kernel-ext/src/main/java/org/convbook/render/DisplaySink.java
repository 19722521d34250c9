package org.convbook.render;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Where displays go: shows new data, replaces the data of a display that has an id, or clears the cell's output. */
public interface DisplaySink {
    /** Shows the data under the cell that the calling thread belongs to. */
    void display(DisplayData data);

    /** Replaces what every display with the same display id shows. */
    void update(DisplayData data);

    /** Clears the cell's output, at once or when the next output arrives. */
    void clear(boolean wait);
}
