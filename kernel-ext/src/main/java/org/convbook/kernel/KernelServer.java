package org.convbook.kernel;

import com.google.gson.JsonObject;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The kernel's five sockets and their threads. Shell requests are answered one after the other; control requests
 * (interrupt, shutdown) at any time, by a thread of their own. A message that is not signed right is refused and logged.
 * All threads are daemons: after a shutdown request the process is gone in at most two seconds, whatever runs in it.
 */
final class KernelServer implements CellHost {
    private static final int LINGER_MS = 800;

    private final Connection connection;
    private final ZMQ.Context context = ZMQ.context(1);
    private final Codec codec;
    private final ZMQ.Socket shell, control, stdin, heartbeat;
    private final Publisher publisher;
    private final KernelState state;
    private final Requests requests;
    private final Backlog backlog;
    private final Interlude interlude;
    private final CountDownLatch ended = new CountDownLatch(1);

    KernelServer(Connection connection) {
        this.connection = connection;
        state = new KernelState(this);
        state.start();   // the slow part, while the sockets are opened
        codec = new Codec(connection.key(), connection.scheme());
        shell = bound(SocketType.ROUTER, connection.shell(), "shell");
        control = bound(SocketType.ROUTER, connection.control(), "control");
        stdin = bound(SocketType.ROUTER, connection.stdin(), "stdin");
        heartbeat = bound(SocketType.REP, connection.heartbeat(), "heartbeat");
        publisher = new Publisher(bound(SocketType.PUB, connection.iopub(), "iopub"), codec);
        requests = new Requests(state, publisher);
        backlog = new Backlog(shell, codec);
        interlude = new Interlude(backlog, state, requests, publisher);
    }

    private ZMQ.Socket bound(SocketType type, int port, String name) {
        ZMQ.Socket socket = context.socket(type);
        socket.setLinger(LINGER_MS);
        socket.setSndHWM(0);   // no limit: a slow reader loses nothing
        socket.setRcvHWM(0);
        try {
            socket.bind(connection.address(port));
        } catch (ZMQException e) {
            throw new IllegalStateException("the " + name + " port " + port + " of " + connection.ip() + " cannot be opened: " + e.getMessage(), e);
        }
        return socket;
    }

    /** Serves until a shutdown request has been answered. */
    void serve() throws InterruptedException {
        publisher.publish(Origin.NONE, "status", Json.of("execution_state", "starting"));
        new CellStreams(publisher, this).install();
        Thread.setDefaultUncaughtExceptionHandler(this::uncaught);
        state.install(publisher);
        daemon("convbook-heartbeat", this::beat);
        daemon("convbook-control", () -> loop(control, new Backlog(control, codec)));
        daemon("convbook-shell", () -> loop(shell, backlog));
        ended.await();
        publisher.close();
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void beat() {
        while (true) heartbeat.send(heartbeat.recv());
    }

    private void loop(ZMQ.Socket socket, Backlog requests) {
        while (true) {
            try {
                serve(socket, requests.next(), requests);
            } catch (Codec.RefusedException e) {
                Backlog.refused(e);
            } catch (Throwable t) {
                Log.say("a message could not be handled", t);
            }
        }
    }

    /** Answers one request. When it is a cell that fails, what waits at that moment is aborted, before anyone hears of the failure. */
    private void serve(ZMQ.Socket socket, Backlog.Waiting next, Backlog waiting) {
        WireMessage request = next.request();
        Origin origin = requests.origin(request);
        origin.enter();
        boolean together = socket == shell && Requests.isComm(request);
        if (together) publisher.hold(origin, Publisher.TOGETHER_MS);
        else publisher.publish(origin, "status", Json.of("execution_state", "busy"));
        Runnable failed = () -> {
            if (Json.flag(request.content(), "stop_on_error", true)) waiting.abort();
        };
        JsonObject reply;
        try {
            boolean skip = next.aborted() && request.type().equals("execute_request");
            reply = skip ? Json.of("status", "aborted", "execution_count", state.count()) : requests.answer(request, failed);
        } catch (Throwable t) {
            reply = Requests.error(t.getClass().getSimpleName(), String.valueOf(t.getMessage()), List.of(String.valueOf(t.getMessage())));
            Log.say("the request " + Text.cut(request.type(), 60) + " failed: " + t);
        }
        if (socket == shell) state.ending();
        if (reply != null) reply(socket, request, reply);
        publisher.publish(origin, "status", Json.of("execution_state", "idle"));
        if (together) publisher.release();
        if (request.type().equals("shutdown_request")) shutdown(origin, reply);
    }

    private void reply(ZMQ.Socket socket, WireMessage request, JsonObject content) {
        String type = request.type().replaceFirst("_request$", "_reply");
        Sockets.send(socket, codec.encode(new WireMessage(request.identities(), codec.header(type), request.header(), new JsonObject(), content, List.of())));
    }

    private void shutdown(Origin origin, JsonObject reply) {
        publisher.publish(origin, "shutdown_reply", reply);
        ended.countDown();
    }

    /** An exception that ends a thread which a cell started: told under that cell. */
    private void uncaught(Thread thread, Throwable thrown) {
        Evaluator evaluator = state.evaluatorIfReady();
        if (thrown instanceof ThreadDeath || evaluator == null) return;
        List<String> lines = new ArrayList<>(List.of("The thread " + thread.getName() + " ended with"));
        lines.addAll(new CellFailure(thrown, evaluator, false).traceback());
        System.err.println(String.join("\n", lines));
    }

    @Override public int poll() {
        return interlude.poll();
    }

    @Override public boolean look() {
        return backlog.look();
    }

    /** Asks the front end of the cell for a line; the calling thread waits, an interrupt ends the wait. */
    @Override public String ask(Origin origin, String prompt, boolean password) {
        if (!origin.allowStdin()) throw new UnsupportedOperationException("this cell cannot read from the keyboard: the front end that runs it offers no input");
        publisher.flush();
        synchronized (stdin) {
            WireMessage question = new WireMessage(origin.identities(), codec.header("input_request"), origin.request(), new JsonObject(),
                Json.of("prompt", prompt, "password", password), List.of());
            stdin.setReceiveTimeOut(0);
            while (Sockets.receive(stdin) != null) Thread.onSpinWait();   // answers to questions that were given up
            Sockets.send(stdin, codec.encode(question));
            stdin.setReceiveTimeOut(50);
            while (true) {
                List<byte[]> frames = Sockets.receive(stdin);
                if (Thread.interrupted()) throw new StoppedException();
                if (frames == null) continue;
                try {
                    WireMessage answer = codec.decode(frames);
                    if (answer.type().equals("input_reply")) return Json.text(answer.content(), "value", "");
                } catch (Codec.RefusedException e) {
                    Log.say("an input was refused: " + e.getMessage());
                }
            }
        }
    }

    /** Gives the sockets a moment to send what is left. */
    static void linger() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(100);
    }
}
