package org.convbook.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A front end for tests: speaks to a kernel over ZeroMQ with its own sockets. One thread at a time. */
final class WireClient implements AutoCloseable {
    /** How long anything may take on a machine that is busy with other things. */
    static final int PATIENCE_MS = 90_000;

    final Codec codec;
    final ZMQ.Socket shell, control, stdin;
    private final ZMQ.Context context = ZMQ.context(1);
    private final BlockingQueue<WireMessage> iopub = new LinkedBlockingQueue<>();
    private final List<WireMessage> unclaimed = new ArrayList<>();
    private final Thread reader;
    private volatile boolean closed;

    WireClient(Connection connection) {
        codec = new Codec(connection.key(), connection.scheme());
        byte[] identity = UUID.randomUUID().toString().getBytes();
        shell = dealer(identity, connection.address(connection.shell()));
        control = dealer(identity, connection.address(connection.control()));
        stdin = dealer(identity, connection.address(connection.stdin()));
        ZMQ.Socket sub = context.socket(SocketType.SUB);
        sub.setRcvHWM(0);
        sub.connect(connection.address(connection.iopub()));
        sub.subscribe(new byte[0]);
        sub.setReceiveTimeOut(100);
        reader = new Thread(() -> {
            while (!closed) {
                List<byte[]> frames = Sockets.receive(sub);
                if (frames != null) iopub.add(codec.decode(frames));
            }
            sub.close();
        }, "test-iopub");
        reader.setDaemon(true);
        reader.start();
    }

    private ZMQ.Socket dealer(byte[] identity, String address) {
        ZMQ.Socket s = context.socket(SocketType.DEALER);
        s.setIdentity(identity);
        s.setLinger(0);
        s.connect(address);
        s.setReceiveTimeOut(PATIENCE_MS);
        return s;
    }

    /** What came of one request: its reply's content and all that was published for it. */
    record Result(JsonObject reply, List<WireMessage> published) {
        String status() {
            return Json.text(reply, "status", "none");
        }

        /** All text printed to stdout or stderr. */
        String printed(String stream) {
            StringBuilder all = new StringBuilder();
            for (WireMessage m : published) if (m.type().equals("stream") && Json.text(m.content(), "name", "").equals(stream)) all.append(Json.text(m.content(), "text", ""));
            return all.toString();
        }

        List<JsonObject> of(String type) {
            return published.stream().filter(m -> m.type().equals(type)).map(WireMessage::content).toList();
        }

        /** The text/plain of the result; null where there is none. */
        String value() {
            return of("execute_result").stream().findFirst().map(c -> Json.text(Json.object(c, "data"), "text/plain", null)).orElse(null);
        }

        /** The model id of the control that the cell shows alone: its view is a box around it. */
        String control() {
            String view = of("execute_result").get(0).getAsJsonObject("data").getAsJsonObject("application/vnd.jupyter.widget-view+json").get("model_id").getAsString();
            JsonObject box = of("comm_open").stream().filter(c -> Json.text(c, "comm_id", "").equals(view)).findFirst().orElseThrow().getAsJsonObject("data").getAsJsonObject("state");
            if (!Json.text(box, "_model_name", "").equals("VBoxModel") || box.getAsJsonArray("children").size() != 1) throw new AssertionError("no box around one control: " + box);
            return box.getAsJsonArray("children").get(0).getAsString().replace("IPY_MODEL_", "");
        }

        /** The traceback without colours; empty where no error was published. */
        String error() {
            return of("error").stream().findFirst().map(c -> plain(c.getAsJsonArray("traceback"))).orElse("");
        }

        private static String plain(JsonArray lines) {
            List<String> all = new ArrayList<>();
            lines.forEach(l -> all.add(l.getAsString()));
            return String.join("\n", all).replaceAll("\u001b\\[[0-9;]*m", "");
        }
    }

    /** Runs a cell to its end. */
    Result run(String code) {
        return run(code, Json.of());
    }

    Result run(String code, JsonObject more) {
        return finish(send(code, more));
    }

    /** Sends a cell without waiting for it. */
    WireMessage send(String code, JsonObject more) {
        JsonObject content = Json.of("code", code, "silent", false, "store_history", true, "allow_stdin", true, "stop_on_error", true);
        more.entrySet().forEach(e -> content.add(e.getKey(), e.getValue()));
        return send(shell, "execute_request", content);
    }

    WireMessage send(ZMQ.Socket socket, String type, JsonObject content) {
        return send(socket, type, content, List.of());
    }

    WireMessage send(ZMQ.Socket socket, String type, JsonObject content, List<byte[]> buffers) {
        WireMessage m = new WireMessage(List.of(), codec.header(type), Json.of(), Json.of(), content, buffers);
        Sockets.send(socket, codec.encode(m));
        return m;
    }

    /** Waits for the reply and the idle status of a shell request. */
    Result finish(WireMessage request) {
        WireMessage reply = reply(shell, request);
        return new Result(reply.content(), untilIdle(request));
    }

    /** Sends a request and returns the content of its reply. */
    JsonObject ask(String type, JsonObject content) {
        return reply(shell, send(shell, type, content)).content();
    }

    JsonObject askControl(String type, JsonObject content) {
        return reply(control, send(control, type, content)).content();
    }

    WireMessage reply(ZMQ.Socket socket, WireMessage request) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (System.nanoTime() < end) {
            List<byte[]> frames = Sockets.receive(socket);
            if (frames == null) break;
            WireMessage m = codec.decode(frames);
            if (isFor(m, request)) return m;
        }
        throw new AssertionError("no reply to " + request.type() + " " + request.content());
    }

    static boolean isFor(WireMessage m, WireMessage request) {
        return Json.text(m.parent(), "msg_id", "").equals(Json.text(request.header(), "msg_id", "?"));
    }

    /** All that is published for the request up to its idle status, without the status messages. */
    List<WireMessage> untilIdle(WireMessage request) {
        List<WireMessage> mine = new ArrayList<>();
        while (true) {
            WireMessage m = published(x -> isFor(x, request));
            if (!m.type().equals("status")) mine.add(m);
            else if (Json.text(m.content(), "execution_state", "").equals("idle")) return mine;
        }
    }

    /** The next published message that fits; the others stay for later calls. */
    WireMessage published(Predicate<WireMessage> wanted) {
        for (WireMessage m : unclaimed) {
            if (wanted.test(m)) {
                unclaimed.remove(m);
                return m;
            }
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (System.nanoTime() < end) {
            WireMessage m = next(end);
            if (m == null) break;
            if (wanted.test(m)) return m;
            unclaimed.add(m);
        }
        throw new AssertionError("a message that was expected was not published; there were " + unclaimed.stream().map(WireMessage::type).toList());
    }

    /** Waits until what is published arrives here: a subscription takes effect some time after the sockets have connected. */
    void listen() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (System.nanoTime() < end) {
            WireMessage asked = send(shell, "kernel_info_request", Json.of());
            reply(shell, asked);
            long soon = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
            for (WireMessage m = next(soon); m != null; m = next(soon)) {
                unclaimed.add(m);
                if (!isFor(m, asked)) continue;
                untilIdle(asked);
                return;
            }
        }
        throw new AssertionError("nothing that the kernel publishes arrives");
    }

    private WireMessage next(long end) {
        try {
            return iopub.poll(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override public void close() {
        closed = true;
        try {
            reader.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        shell.close();
        control.close();
        stdin.close();
    }
}
