package org.convbook.kernel;

/**
 * Handles comm messages while a cell or a callback runs, when its code asks for it: on the cell's thread, each between its own busy and
 * idle, its output under the cell of its widget. A callback that fails is an error output there, and the cell goes on; only a stop by
 * force ends the cell too. An interrupt is for the cell: if a callback took the flag, the cell finds it set again.
 */
final class Interlude {
    private final Backlog backlog;
    private final KernelState state;
    private final Requests requests;
    private final Publisher publisher;
    private boolean within;   // used by the cells' thread only

    Interlude(Backlog backlog, KernelState state, Requests requests, Publisher publisher) {
        this.backlog = backlog;
        this.state = state;
        this.requests = requests;
        this.publisher = publisher;
    }

    /** Handles what waits now and returns how many messages that were. Within a callback that runs so, and on any other thread, nothing. */
    int poll() {
        Evaluator evaluator = state.evaluatorIfReady();
        if (evaluator == null || within || !evaluator.runner().runsThisThread()) return 0;
        int handled = 0;
        within = true;
        try {
            for (int most = backlog.watch(); handled < most; handled++) {
                WireMessage request = backlog.takeComm();
                if (request == null) break;
                handle(request, evaluator.runner());
            }
        } finally {
            within = false;
        }
        return handled;
    }

    private void handle(WireMessage request, CellRunner runner) {
        Origin cell = Origin.current(), origin = requests.origin(request);
        int interrupts = runner.interrupts();
        publisher.hold(origin, Publisher.TOGETHER_MS);
        origin.run();
        try {
            state.kernel().comms().handle(request);
        } catch (Throwable t) {
            if (runner.wasStopped()) throw t;
            requests.publishFailure(origin, t);
        } finally {
            state.ending();
            publisher.publish(origin, "status", Json.of("execution_state", "idle"));
            publisher.release();
            cell.run();
            if (runner.interrupts() != interrupts) Thread.currentThread().interrupt();
        }
    }
}
