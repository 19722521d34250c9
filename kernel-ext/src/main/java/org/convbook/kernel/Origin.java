package org.convbook.kernel;

import com.google.gson.JsonObject;

import java.util.List;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * The request that output belongs to. Each thread carries one and hands it to the threads that it starts, so what a
 * thread prints after its cell ended still appears under that cell. Threads of fork-join pools are shared by all cells
 * and work for the cell that runs.
 *
 * @param cell    the header under which output appears; empty at start, before any request
 * @param request the header that comm and status messages answer; another one than {@code cell} in a widget's callback
 * @param silent  true: nothing but status and comms is published
 */
record Origin(JsonObject cell, JsonObject request, List<byte[]> identities, boolean silent, boolean allowStdin) {
    static final Origin NONE = new Origin(new JsonObject(), new JsonObject(), List.of(), false, false);

    private static final InheritableThreadLocal<Origin> OF_THREAD = new InheritableThreadLocal<>();
    private static volatile Origin running = NONE;

    static Origin of(WireMessage request) {
        boolean execute = request.type().equals("execute_request");
        return new Origin(request.header(), request.header(), request.identities(), execute && Json.flag(request.content(), "silent", false),
            execute && Json.flag(request.content(), "allow_stdin", true));
    }

    /** The same request, with its output under the cell of another origin. */
    Origin under(Origin widget) {
        return new Origin(widget.cell, request, identities, widget.silent, false);
    }

    /** The origin of what the calling thread does now. */
    static Origin current() {
        Origin own = Thread.currentThread() instanceof ForkJoinWorkerThread ? null : OF_THREAD.get();
        return own != null ? own : running;
    }

    /** From now on the calling thread works for this origin. */
    void enter() {
        OF_THREAD.set(this);
    }

    /** From now on threads without an origin of their own work for this one: the cell that runs, or ran last. */
    void run() {
        running = this;
        enter();
    }

    JsonObject parentOf(String type) {
        return type.startsWith("comm_") || type.equals("status") ? request : cell;
    }
}
