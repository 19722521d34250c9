package org.convbook.widget.protocol;

import java.util.concurrent.TimeUnit;

/** Time, and a way to do something later on a thread that works for the same cell; tests bring their own. */
interface Pace {
    /** Nanoseconds since some moment. */
    long now();

    /** Runs the task once, on another thread, after so many nanoseconds. */
    void later(long nanos, Runnable task);

    Pace REAL = new Pace() {
        @Override public long now() {
            return System.nanoTime();
        }

        @Override public void later(long nanos, Runnable task) {
            Thread thread = new Thread(() -> {                 // a new one each time: a thread belongs to the cell that started it
                try {
                    TimeUnit.NANOSECONDS.sleep(nanos);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                task.run();
            }, "convbook-widgets");
            thread.setDaemon(true);
            thread.start();
        }
    };
}
