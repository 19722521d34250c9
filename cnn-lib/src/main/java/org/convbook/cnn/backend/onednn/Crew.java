package org.convbook.cnn.backend.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ObjIntConsumer;

/**
 * Threads that compute side by side, each with primitives of its own, which use one thread: a chain of small primitives then needs no meeting
 * of all threads after each of them. There are as many as oneDNN uses otherwise: the caller is one, the others start when first asked and wait
 * for ever, as daemons.
 */
final class Crew {
    private final List<Primitives> primitives = new ArrayList<>();
    /** All but the caller. */
    private final List<ExecutorService> threads = new ArrayList<>();

    private Crew(int size) {
        for (int i = 0; i < size; i++) primitives.add(new Primitives(1));
        for (int i = 1; i < size; i++) {
            String name = "convbook-onednn-" + i;
            threads.add(Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, name);
                thread.setDaemon(true);
                return thread;
            }));
        }
    }

    private static final class Shared {
        static final Crew CREW = OpenMp.settable() ? new Crew(OneDnnBackend.threads()) : null;
    }

    /** The one crew, or null where the number of threads cannot be set. */
    static Crew shared() {
        return Shared.CREW;
    }

    int size() {
        return primitives.size();
    }

    /**
     * Runs a task on so many members at a time, given each its primitives and its number, and waits for all, also when interrupted: they write
     * to memory that the caller is about to give back. What one of them throws is thrown here.
     */
    synchronized void run(int count, ObjIntConsumer<Primitives> task) {
        List<Future<?>> others = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            int number = i;
            others.add(threads.get(i - 1).submit(() -> task.accept(primitives.get(number), number)));
        }
        try {
            task.accept(primitives.get(0), 0);
        } finally {
            finish(others);
        }
    }

    private static void finish(List<Future<?>> running) {
        Throwable thrown = null;
        boolean interrupted = false;
        for (Future<?> f : running) {
            while (true) {
                try {
                    f.get();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    thrown = e.getCause();
                    break;
                }
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        if (thrown instanceof RuntimeException e) throw e;
        if (thrown instanceof Error e) throw e;
    }
}
