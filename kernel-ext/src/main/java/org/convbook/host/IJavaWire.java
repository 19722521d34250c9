package org.convbook.host;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.channels.ReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.DisplayStream;
import io.github.spencerpark.jupyter.kernel.comm.CommManager;
import io.github.spencerpark.jupyter.messages.ContentType;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;
import io.github.spencerpark.jupyter.messages.publish.PublishError;
import io.github.spencerpark.jupyter.messages.publish.PublishStream;

/**
 * Publishes from any thread at any time, under the cell that the thread works for: the one whose widget called back, else the one that was
 * executed last. An IJava by itself publishes only while a cell runs, prints what a callback prints into its log, and ends its loop at an Error.
 */
final class IJavaWire {
    /** A running callback: where its output appears, whether that is a page loaded again, and what follows it. */
    private record Callback(MessageContext cell, boolean away, List<Runnable> after) {}

    private final BaseKernel kernel;
    private final JupyterSocket iopub;
    private final Field lastCell, environment;
    private final ThreadLocal<Callback> running = new ThreadLocal<>();

    IJavaWire(BaseKernel kernel) {
        this.kernel = kernel;
        lastCell = field(CommManager.class, "context");
        environment = field(DisplayStream.class, "env");
        iopub = (JupyterSocket) value(field(CommManager.class, "iopub"), kernel.getCommManager());
        if (iopub == null) throw new IllegalStateException("this kernel is connected with no page");
    }

    /** The request under which the calling thread's output appears. */
    MessageContext cell() {
        Callback now = running.get();
        return now != null ? now.cell : (MessageContext) value(lastCell, kernel.getCommManager());
    }

    /** Whether the calling thread runs a callback for a page that was loaded again. */
    boolean away() {
        Callback now = running.get();
        return now != null && now.away;
    }

    <T extends ContentType<T>> void publish(T content) {
        iopub.sendMessage(new Message<>(cell(), content.getType(), content));
    }

    /**
     * Runs what a page's message asks for. What it prints goes under the cell; what it throws is shown there and goes no further.
     *
     * @param cell that showed the widget; null where there is none
     */
    void callback(MessageContext cell, Message<?> message, Runnable task) {
        boolean away = cell != null && !message.getHeader().getSessionId().equals(cell.getHeader().getSessionId());
        Callback now = new Callback(cell == null || away ? message : cell, away, new ArrayList<>());
        PrintStream out = System.out, err = System.err;
        running.set(now);
        System.setOut(new PrintStream(new Lines(PublishStream.StreamType.OUT), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new Lines(PublishStream.StreamType.ERR), true, StandardCharsets.UTF_8));
        try {
            guarded(task);
            now.after.forEach(this::guarded);
        } finally {
            System.setOut(out);
            System.setErr(err);
            running.remove();
        }
    }

    /** Runs the task when the running callback ends, or the running cell; not for a thread that runs neither: the kernel's list is no shared one. */
    void afterwards(Runnable task) {
        Callback now = running.get();
        if (now != null) {
            now.after.add(task);
            return;
        }
        String thread = Thread.currentThread().getName();
        if (!thread.startsWith("IJava-executor-") && !thread.startsWith("Shell-")) return;
        if (value(environment, kernel.getIO().display) instanceof ReplyEnvironment cell) cell.defer(() -> guarded(task));
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable t) {                                // also an Error: the loop that called ends at it
            System.out.flush();
            publish(new PublishError(t.getClass().getSimpleName(), t.getMessage() == null ? "" : t.getMessage(), trace(t)));
        } finally {
            System.out.flush();
            System.err.flush();
        }
    }

    /** The sentence and the user's own frames. */
    private static List<String> trace(Throwable t) {
        List<String> lines = new ArrayList<>(List.of(t.toString()));
        for (StackTraceElement frame : t.getStackTrace()) {
            if (frame.getClassName().startsWith("org.convbook.widget.")) break;
            lines.add("    at " + frame);
        }
        return lines;
    }

    private static Field field(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("this IJava's " + type.getSimpleName() + " has no " + name + "; that of 1.3.0 has", e);
        }
    }

    private static Object value(Field field, Object of) {
        try {
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " cannot be read", e);
        }
    }

    /** Text that is published when it is flushed. */
    private final class Lines extends ByteArrayOutputStream {
        private final PublishStream.StreamType type;

        Lines(PublishStream.StreamType type) {
            this.type = type;
        }

        @Override public synchronized void flush() {
            if (count > 0) publish(new PublishStream(type, toString(StandardCharsets.UTF_8)));
            reset();
        }
    }
}
