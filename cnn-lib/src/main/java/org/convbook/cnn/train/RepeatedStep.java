package org.convbook.cnn.train;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Recording;
import org.convbook.cnn.backend.Scope;

/**
 * A step that is run many times on the same buffers: twice by its own code, and then, if both runs were the same operations and none
 * depended on a value read back, by replaying them. The numbers are the same bits either way.
 */
final class RepeatedStep implements AutoCloseable {
    private final Backend backend;
    private final Runnable step;
    private Recording recording;
    private boolean replayable;
    private boolean eager;

    RepeatedStep(Backend backend, Runnable step) {
        this.backend = backend;
        this.step = step;
    }

    /** Runs the step, and then what looks at its results before their memory may be used again. */
    void run(Runnable results) {
        if (replayable) {
            recording.replay();
            results.run();
        } else if (eager) {
            try (Scope scope = backend.scope()) {
                step.run();
                results.run();
            }
        } else {
            Recording now = backend.record(step);
            results.run();
            replayable = recording != null && recording.trace().equals(now.trace()) && now.obstacle() == null;
            eager = now.obstacle() != null || recording != null && !replayable;
            if (recording != null) recording.close();
            recording = now;
            if (eager) close();
        }
    }

    @Override
    public void close() {
        if (recording != null) recording.close();
        recording = null;
        replayable = false;
    }
}
