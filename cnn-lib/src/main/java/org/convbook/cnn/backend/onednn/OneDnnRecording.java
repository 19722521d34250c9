package org.convbook.cnn.backend.onednn;

import java.util.ArrayList;
import java.util.List;
import org.convbook.cnn.backend.Recording;

/** The primitives of one step with their arguments, in order. */
final class OneDnnRecording implements Recording {
    private final List<Runnable> calls = new ArrayList<>();
    private final StringBuilder trace = new StringBuilder();
    private final OneDnnCore backend;
    private Runnable[] ready;
    private String obstacle;
    NativeMemory.Owner owner;

    OneDnnRecording(OneDnnCore backend) {
        this.backend = backend;
    }

    void add(String what, Runnable call) {
        calls.add(call);
        trace.append(what).append('\n');
    }

    void obstacle(String why) {
        obstacle = why;
    }

    @Override
    public void replay() {
        if (ready == null) ready = calls.toArray(new Runnable[0]);
        synchronized (backend) {
            for (Runnable call : ready) call.run();
        }
    }

    @Override
    public String obstacle() {
        return obstacle;
    }

    @Override
    public String trace() {
        return trace.toString();
    }

    @Override
    public void close() {
        calls.clear();
        ready = new Runnable[0];
        owner.free();
    }
}
