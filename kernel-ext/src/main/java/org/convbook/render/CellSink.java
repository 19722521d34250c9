package org.convbook.render;

import java.util.Collection;
import java.util.Map;

/** A kernel that knows whose output is whose: what widgets need beyond displays. All methods may be called from any thread. */
public interface CellSink extends DisplaySink {
    /** From now on what the callbacks of these comms print or show appears under the cell that the calling thread belongs to. */
    void home(Collection<String> comms);

    /** Handles the comm messages that wait, when the calling thread is the one that runs the cell or callback. Returns how many. */
    int poll();

    /** Runs the task once when the running cell or callback has ended, before the front end hears that it has. */
    void beforeIdle(Runnable task);

    /** Whether the calling thread runs a callback for a page that was loaded again and so does not hear the cell that showed the widget. */
    default boolean away() {
        return false;
    }

    /** The message id of the cell under which the calling thread's output appears; empty where there is none yet. */
    String outputParent();

    /** The notebook's variables that have a value, by name, in the order in which they were declared. */
    default Map<String, Object> variables() {
        return Map.of();
    }

    /** The line of its cell, from 1, that a stack frame of cell code stands for; 0 for other frames. */
    default int line(StackTraceElement frame) {
        return 0;
    }
}
