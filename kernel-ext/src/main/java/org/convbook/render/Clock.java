package org.convbook.render;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Time and a way to do something later; tests bring their own. */
interface Clock {
    /** Nanoseconds since some moment. */
    long now();

    /** Runs the task once, on another thread, after so many nanoseconds. */
    void later(long nanos, Runnable task);

    Clock REAL = new Clock() {
        @Override public long now() {
            return System.nanoTime();
        }

        @Override public void later(long nanos, Runnable task) {
            Redraw.THREAD.schedule(task, nanos, TimeUnit.NANOSECONDS);
        }
    };

    /** One daemon thread redraws all live displays; it starts with the first of them. */
    final class Redraw {
        private static final ScheduledThreadPoolExecutor THREAD = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "convbook-redraw");
            thread.setDaemon(true);
            return thread;
        });

        private Redraw() {}
    }
}
