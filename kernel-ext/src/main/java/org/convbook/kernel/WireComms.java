package org.convbook.kernel;

import com.google.gson.JsonObject;
import org.dflib.jjava.jupyter.kernel.comm.Comm;
import org.dflib.jjava.jupyter.kernel.comm.CommFactory;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.comm.CommTarget;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;
import org.dflib.jjava.jupyter.messages.comm.CommOpenCommand;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The comms (two-way channels of widgets) of jjava's interface over this kernel's wire. May be used from any thread.
 * A comm remembers the cell that opened it, or showed it last: what its callbacks print or display appears there.
 */
final class WireComms extends CommManager {
    private final Publisher publisher;
    private final Map<String, Origin> openedBy = new ConcurrentHashMap<>();

    WireComms(Publisher publisher) {
        this.publisher = publisher;
        targets = new ConcurrentHashMap<>();
        comms = new ConcurrentHashMap<>();
    }

    @Override public <T extends Comm> T openComm(String target, CommFactory<T> factory) {
        var open = new CommOpenCommand(UUID.randomUUID().toString(), target, new JsonObject());
        Message<CommOpenCommand> message = message(MessageType.COMM_OPEN_COMMAND, open, new LinkedHashMap<>(), List.of());
        T comm = factory.produce(this, open.getCommID(), target, message);
        registerComm(comm);
        openedBy.put(comm.getID(), Origin.current());
        JsonObject content = Json.of("comm_id", open.getCommID(), "target_name", target, "data", message.getContent().getData());
        send("comm_open", content, message.getMetadata(), message.getBlobs());
        return comm;
    }

    @Override public void messageComm(String id, JsonObject data) {
        messageComm(id, data, null, null);
    }

    @Override public void messageComm(String id, JsonObject data, Map<String, Object> metadata, List<byte[]> buffers) {
        send("comm_msg", Json.of("comm_id", id, "data", data.deepCopy()), metadata, buffers);
    }

    @Override public void closeComm(Comm comm) {
        send("comm_close", Json.of("comm_id", comm.getID(), "data", new JsonObject()), null, null);
        unregisterComm(comm.getID());
        Callback.closed(comm, message(MessageType.COMM_CLOSE_COMMAND, new CommCloseCommand(comm.getID(), new JsonObject()), Map.of(), List.of()), true);
    }

    @Override public Comm unregisterComm(String id) {
        openedBy.remove(id);
        return super.unregisterComm(id);
    }

    /** From now on what the callbacks of these comms print or display appears under the origin's cell. */
    void home(Collection<String> ids, Origin origin) {
        for (String id : ids) if (openedBy.containsKey(id)) openedBy.put(id, origin);
    }

    private void send(String type, JsonObject content, Map<String, Object> metadata, List<byte[]> buffers) {
        JsonObject meta = metadata == null ? new JsonObject() : Json.tree(metadata).getAsJsonObject();
        publisher.publish(Origin.current(), type, meta, content, buffers == null ? List.of() : List.copyOf(buffers));
    }

    /**
     * The cell under which the output of a comm's callback appears. A page that was loaded again has another session: it no longer hears what
     * answers its earlier cells, so there the output answers the message itself.
     */
    Origin originFor(WireMessage request) {
        Origin own = Origin.of(request), opener = openedBy.get(Json.text(request.content(), "comm_id", ""));
        return opener == null || away(own, opener) ? own : own.under(opener);
    }

    /** Whether the calling thread runs a callback for a page that does not hear the cell of the comm. */
    static boolean away() {
        Origin now = Origin.current();
        return now.cell() == now.request() && Json.text(now.request(), "msg_type", "").startsWith("comm_");
    }

    private static boolean away(Origin own, Origin opener) {
        String page = Json.text(own.request(), "session", ""), earlier = Json.text(opener.cell(), "session", "");
        return !page.isEmpty() && !earlier.isEmpty() && !page.equals(earlier);
    }

    /** Runs the callback that a comm message of the front end is for; a message for no comm is answered with comm_close. */
    void handle(WireMessage request) {
        String id = Json.required(request.content(), "comm_id");
        JsonObject data = Json.object(request.content(), "data");
        Map<String, Object> metadata = new LinkedHashMap<>();
        request.metadata().entrySet().forEach(e -> metadata.put(e.getKey(), e.getValue()));
        if (request.type().equals("comm_open")) {
            String target = Json.required(request.content(), "target_name");
            opened(id, target, message(MessageType.COMM_OPEN_COMMAND, new CommOpenCommand(id, target, data), metadata, request.buffers()));
            return;
        }
        boolean close = request.type().equals("comm_close");
        Comm comm = close ? unregisterComm(id) : getCommByID(id);
        if (comm == null) {
            if (!close) send("comm_close", Json.of("comm_id", id, "data", new JsonObject()), null, null);
        } else if (close) {
            Callback.closed(comm, message(MessageType.COMM_CLOSE_COMMAND, new CommCloseCommand(id, data), metadata, request.buffers()), false);
        } else {
            Callback.message(comm, message(MessageType.COMM_MSG_COMMAND, new CommMsgCommand(id, data), metadata, request.buffers()));
        }
    }

    private void opened(String id, String target, Message<CommOpenCommand> message) {
        CommTarget known = getTarget(target);
        if (known == null) {
            Log.say("a front end opened a comm for " + Text.cut(target, 60) + ", which nothing here serves; closed");
            send("comm_close", Json.of("comm_id", id, "data", new JsonObject()), null, null);
            return;
        }
        openedBy.put(id, Origin.current());
        Comm comm = known.createComm(this, id, target, message);
        if (comm != null) registerComm(comm);
    }

    /** The open comms, for comm_info: {@code {id: {target_name}}}, all of them when the target is null. */
    JsonObject info(String target) {
        JsonObject all = new JsonObject();
        for (Comm c : this) if (target == null || target.equals(c.getTargetName())) all.add(c.getID(), Json.of("target_name", c.getTargetName()));
        return all;
    }

    private static <T> Message<T> message(MessageType<T> type, T content, Map<String, Object> metadata, List<byte[]> buffers) {
        return new Message<>(new Header<>(type), content, metadata, buffers);
    }

    /** Comm's callbacks are protected; its own close() and a manager of jjava's package may call them, this kernel may not. */
    private static final class Callback {
        private static final java.lang.reflect.Method MESSAGE = find("onMessage", Message.class);
        private static final java.lang.reflect.Method CLOSE = find("onClose", Message.class, boolean.class);

        static void message(Comm comm, Message<CommMsgCommand> m) {
            call(MESSAGE, comm, m);
        }

        static void closed(Comm comm, Message<CommCloseCommand> m, boolean closing) {
            call(CLOSE, comm, m, closing);
        }

        private static java.lang.reflect.Method find(String name, Class<?>... types) {
            try {
                var m = Comm.class.getDeclaredMethod(name, types);
                m.setAccessible(true);
                return m;
            } catch (NoSuchMethodException e) {
                throw new LinkageError("jjava-jupyter has no Comm." + name, e);
            }
        }

        private static void call(java.lang.reflect.Method m, Comm comm, Object... arguments) {
            try {
                m.invoke(comm, arguments);
            } catch (java.lang.reflect.InvocationTargetException e) {
                throw Callback.<RuntimeException>sneaky(e.getCause());
            } catch (IllegalAccessException e) {
                throw new LinkageError("Comm." + m.getName() + " cannot be called", e);
            }
        }

        @SuppressWarnings("unchecked")
        private static <E extends Throwable> RuntimeException sneaky(Throwable t) throws E {
            throw (E) t;
        }
    }
}
