package org.convbook.cnn.train;

import java.util.Iterator;
import org.convbook.data.Batch;

/** The batches of an epoch: while a step computes, the next one is fetched and brought to the device. What goes wrong there is thrown in its turn. */
final class Feed {
    private final Iterator<Batch> batches;
    private final Steps steps;
    private Batch fetched;
    private Throwable failure;

    Feed(Iterator<Batch> batches, Steps steps) {
        this.batches = batches;
        this.steps = steps;
    }

    boolean hasNext() {
        return fetched != null || failure != null || batches.hasNext();
    }

    Batch next() {
        if (failure instanceof RuntimeException e) throw e;
        if (failure instanceof Error e) throw e;
        Batch batch = fetched != null ? fetched : batches.next();
        fetched = null;
        return batch;
    }

    /** To be called while a step computes. */
    void ahead() {
        if (!steps.looksAhead() || !batches.hasNext()) return;
        try {
            fetched = batches.next();
            steps.ahead(fetched);
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }
}
