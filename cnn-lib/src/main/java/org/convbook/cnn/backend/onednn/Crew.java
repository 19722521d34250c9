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
 * of all threads after each of them. There are as many as oneDNN uses otherwise. They start when first asked and wait for ever, as daemons.
 */
final class Crew {
    /** One thread and its primitives, which no other thread may make or run: their working memory belongs to the thread. */
    private record Member(ExecutorService thread, Primitives primitives) {}

    private final List<Member> members = new ArrayList<>();

    private Crew(int size) {
        for (int i = 0; i < size; i++) {
            String name = "convbook-onednn-" + i;
            members.add(new Member(Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, name);
                thread.setDaemon(true);
                return thread;
            }), new Primitives()));
        }
        run(size, (primitives, number) -> OpenMp.threads(1));
    }

    private static final class Shared {
        static final Crew CREW = OpenMp.settable() ? new Crew(OneDnnBackend.threads()) : null;
    }

    /** The one crew, or null where the number of threads cannot be set. */
    static Crew shared() {
        return Shared.CREW;
    }

    int size() {
        return members.size();
    }

    /**
     * Runs a task on so many members at a time, given each its primitives and its number, and waits for all, also when interrupted: they write
     * to memory that the caller is about to give back. What one of them throws is thrown here.
     */
    synchronized void run(int count, ObjIntConsumer<Primitives> task) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            Member member = members.get(i);
            running.add(member.thread().submit(() -> task.accept(member.primitives(), number)));
        }
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
