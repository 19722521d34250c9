package org.convbook.kernel;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * Runs what cells and callbacks do, one after the other, on one thread that lives as long as the kernel, and stops it.
 * <p>
 * An interrupt goes in two steps. At once the thread's interrupt flag is set: sleeping, waiting and library loops that
 * look at the flag end by themselves and keep what they have. When 0.5 s later nobody has taken the flag and the cell's
 * own code (not a library) is running, it is stopped by force; 5 s later also if the flag was taken. A second interrupt
 * stops whatever runs. What force means is the business of the {@link Force}: it differs between JDKs.
 */
final class CellRunner {
    private static final long CELL_GRACE_MS = 500, TAKEN_GRACE_MS = 5_000, HINT_MS = 8_000;

    /** Ends the code that the thread runs even if it never looks at its interrupt flag. */
    interface Force {
        void stop(Thread worker) throws Exception;

        /** Called after a stop, before anything else runs. */
        void allow() throws Exception;
    }

    private static final int LOOK_MS = 10, REST_MS = 50;

    private final Force force;
    private final CellHost host;
    private final SynchronousQueue<Task> tasks = new SynchronousQueue<>();
    private Thread worker;
    private Task current;
    private boolean interrupted, stopped, open, pending;
    private int interrupts;

    CellRunner(Force force, CellHost host) {
        this.force = force;
        this.host = host;
    }

    private static final class Task {
        final Callable<?> work;
        final Origin origin = Origin.current();
        final CountDownLatch done = new CountDownLatch(1);
        volatile Object result;
        volatile Throwable failure;

        Task(Callable<?> work) {
            this.work = work;
        }

        void run() {
            try {
                origin.enter();
                result = work.call();
            } catch (Throwable t) {
                failure = t;
            }
        }
    }

    /** A cell begins: an interrupt that comes while none of its code runs (it is being compiled) ends it before the next code. */
    synchronized void open() {
        open = true;
        pending = false;
    }

    /** The cell has ended: interrupts have nothing to end. */
    synchronized void close() {
        open = false;
        pending = false;
    }

    /** Throws when an interrupt waits for the cell's next code. */
    synchronized void checkPending() {
        if (!pending) return;
        pending = false;
        throw new StoppedException();
    }

    /** Runs the work on the cell thread and waits for it. Whatever the work throws is thrown here. */
    Object call(Callable<?> work) throws Throwable {
        if (onWorker()) return work.call();
        Task task = new Task(work);
        Thread thread;
        synchronized (this) {
            if (stopped) force.allow();
            if (worker == null || stopped || !worker.isAlive()) start();
            thread = worker;
            current = task;
            interrupted = false;
        }
        tasks.put(task);
        boolean soon = false;
        while (!task.done.await(soon ? LOOK_MS : REST_MS, TimeUnit.MILLISECONDS)) {
            if (!thread.isAlive()) break;
            soon = host.look();
        }
        synchronized (this) {
            current = null;
            if (stopped && task.failure == null && task.done.getCount() > 0) throw new StoppedException();
        }
        if (task.failure != null) throw task.failure;
        return task.result;
    }

    private synchronized boolean onWorker() {
        checkPending();
        return runsThisThread();
    }

    /** Whether the calling thread is the one that runs cells and callbacks, and runs one now. */
    synchronized boolean runsThisThread() {
        return Thread.currentThread() == worker && current != null;
    }

    /** How many interrupts there have been. */
    synchronized int interrupts() {
        return interrupts;
    }

    /** Whether the work that ran last was stopped by force. */
    synchronized boolean wasStopped() {
        return stopped;
    }

    private void start() {
        worker = new Thread(() -> {
            Thread self = Thread.currentThread();
            while (true) {
                try {
                    run(tasks.take());
                    synchronized (this) {
                        if (worker != self || stopped) return;
                        Thread.interrupted();
                    }
                } catch (InterruptedException e) {
                    // meant for work that has just ended
                } catch (Throwable t) {   // ThreadDeath that arrives late
                    return;
                }
            }
        }, "cells");
        worker.setDaemon(true);
        stopped = false;
        worker.start();
    }

    private void run(Task task) {
        try {
            synchronized (this) {
                if (interrupted) Thread.currentThread().interrupt();   // it came while this thread still waited for the work
            }
            task.run();
        } finally {
            finish(task);
        }
    }

    /** An interrupt that the work has left untaken ends the rest of its cell. */
    private synchronized void finish(Task task) {
        if (Thread.interrupted() && interrupted && task.failure == null) pending = open;
        task.done.countDown();
    }

    /** Asks the running work to end, then sees to it; does nothing when nothing runs. Returns at once. */
    synchronized void interrupt() {
        if (current == null || current.done.getCount() == 0) {   // between two pieces of code, whether or not the waiting thread knows yet
            pending = open;
            return;
        }
        interrupts++;
        boolean again = interrupted;
        interrupted = true;
        Task task = current;
        Thread thread = worker;
        thread.interrupt();
        Thread watch = new Thread(() -> watch(task, thread, again), "convbook-interrupt");
        watch.setDaemon(true);
        watch.start();
    }

    private void watch(Task task, Thread thread, boolean again) {
        try {
            long start = System.nanoTime();
            boolean taken = false, hinted = false;
            while (!task.done.await(20, TimeUnit.MILLISECONDS) && thread.isAlive()) {
                long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                taken |= !thread.isInterrupted();
                boolean due = again || ms >= (taken ? TAKEN_GRACE_MS : CELL_GRACE_MS) && Frames.inCellCode(thread.getStackTrace());
                if (due && stop(task, thread)) start = System.nanoTime();
                if (ms > HINT_MS && !hinted) {
                    hinted = true;
                    hint(task, thread);
                }
                if (due) task.done.await(200, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean stop(Task task, Thread thread) {
        if (current != task || task.done.getCount() == 0) return false;
        boolean first = !stopped;
        stopped = true;
        try {
            force.stop(thread);
        } catch (Exception e) {
            Log.say("the cell could not be stopped: " + e);
        }
        return first;
    }

    private void hint(Task task, Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        if (stack.length == 0) return;
        task.origin.enter();
        System.err.println("The interrupt has not ended this cell yet: it is inside " + stack[0].getClassName() + "." + stack[0].getMethodName()
            + ". Interrupt again to force it; if that does not help, restart the kernel.");
    }
}
