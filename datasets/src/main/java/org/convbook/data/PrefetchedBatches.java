package org.convbook.data;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Has threads make the next batches. They never wait for the consumer: each call of next orders one more batch, so an iterator that is
 * given up has at most the ordered batches left to make, after which the idle threads end by themselves.
 */
final class PrefetchedBatches implements Iterator<Batch> {
    private static final long IDLE_MILLIS = 500;

    private final int count;
    private final IntFunction<Batch> make;
    private final Queue<Future<Batch>> ordered = new ArrayDeque<>();
    private final ThreadPoolExecutor worker;
    private int nextToOrder;

    PrefetchedBatches(int count, IntFunction<Batch> make, int ahead, int threads) {
        this.count = count;
        this.make = make;
        worker = new ThreadPoolExecutor(threads, threads, IDLE_MILLIS, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "convbook-prefetch");
            thread.setDaemon(true);
            return thread;
        });
        worker.allowCoreThreadTimeOut(true);
        for (int i = 0; i < ahead; i++) order();
    }

    private void order() {
        if (nextToOrder == count) return;
        int number = nextToOrder++;
        ordered.add(worker.submit(() -> make.apply(number)));
    }

    @Override public boolean hasNext() {
        return !ordered.isEmpty();
    }

    @Override public Batch next() {
        if (!hasNext()) throw new NoSuchElementException("the epoch has " + count + " batches");
        Future<Batch> first = ordered.peek();
        try {
            Batch batch = first.get();
            ordered.remove();
            order();
            return batch;
        } catch (ExecutionException e) {
            giveUp();
            throw rethrown(e.getCause());
        } catch (InterruptedException e) {
            giveUp();
            Thread.currentThread().interrupt();                      // the caller's loop ends, and whoever asked for it can see so
            throw new CancellationException("interrupted while waiting for a batch");
        }
    }

    private void giveUp() {
        ordered.clear();
        worker.shutdownNow();
    }

    /** The consumer gets the very exception of the thread, with the thread's own trace; only checked ones are wrapped. */
    private static RuntimeException rethrown(Throwable cause) {
        if (cause instanceof RuntimeException e) return e;
        if (cause instanceof Error e) throw e;
        return new IllegalStateException("preparing a batch failed: " + cause.getMessage(), cause);
    }
}
