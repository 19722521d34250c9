package org.convbook.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;

/** Makes each batch when it is asked for. */
final class DirectBatches implements Iterator<Batch> {
    private final int count;
    private final IntFunction<Batch> make;
    private int next;

    DirectBatches(int count, IntFunction<Batch> make) {
        this.count = count;
        this.make = make;
    }

    @Override public boolean hasNext() {
        return next < count;
    }

    @Override public Batch next() {
        if (!hasNext()) throw new NoSuchElementException("the epoch has " + count + " batches");
        return make.apply(next++);
    }
}
