package org.convbook.cnn.backend.memory;

import java.util.ArrayList;
import java.util.List;
import org.convbook.cnn.backend.Recording;

/** The operations of one step, in order, with their text and with what keeps them from being replayed. */
public abstract class StepRecording implements Recording {
    private final List<Runnable> calls = new ArrayList<>();
    private final StringBuilder trace = new StringBuilder();
    private String obstacle;

    /** Notes an operation. */
    public final void add(String what, Runnable call) {
        calls.add(call);
        trace.append(what).append('\n');
    }

    /** The operations so far, in order. */
    protected final List<Runnable> calls() {
        return calls;
    }

    /** Notes why the step must not be replayed; the first reason stays. */
    public final void obstacle(String why) {
        if (obstacle == null) obstacle = why;
    }

    @Override
    public final String obstacle() {
        return obstacle;
    }

    @Override
    public final String trace() {
        return trace.toString();
    }

    @Override
    public void close() {
        calls.clear();
    }
}
