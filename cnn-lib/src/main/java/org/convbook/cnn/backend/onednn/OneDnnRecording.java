package org.convbook.cnn.backend.onednn;

import org.convbook.cnn.backend.memory.StepRecording;

/** The primitives of one step with their arguments, in order. */
final class OneDnnRecording extends StepRecording {
    private final OneDnnCore backend;
    private Runnable[] ready;
    NativeMemory.Owner owner;

    OneDnnRecording(OneDnnCore backend) {
        this.backend = backend;
    }

    @Override
    public void replay() {
        if (ready == null) ready = calls().toArray(new Runnable[0]);
        synchronized (backend) {
            for (Runnable call : ready) call.run();
        }
    }

    @Override
    public void close() {
        super.close();
        ready = new Runnable[0];
        owner.free();
    }
}
