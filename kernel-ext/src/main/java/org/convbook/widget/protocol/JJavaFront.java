package org.convbook.widget.protocol;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.convbook.render.CellSink;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.comm.Comm;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;
import org.dflib.jjava.jupyter.messages.comm.CommOpenCommand;

/**
 * The comms of a kernel of jjava's line. Its JSON classes are gson's, but under another name in a stock JJava, so they are reached by
 * reflection, by way of the method signatures of {@link Comm}.
 */
public final class JJavaFront implements Front {
    private final CommManager comms;
    private final CellSink cells;
    private HostJson json;                                     // made when the first comm needs it: the kernel's start does not wait for gson

    /** The comms of the kernel; one that is a {@link CellSink} also says which cell is which. */
    public JJavaFront(BaseKernel kernel) {
        comms = kernel.getCommManager();
        cells = kernel instanceof CellSink sink ? sink : null;
    }

    @Override public Channel open(String target, Map<String, Object> data, Map<String, Object> metadata, Channel.Listener listener) {
        HostJson host = json();
        return comms.openComm(target, (manager, id, name, message) -> {
            host.fill(message.getContent(), data);
            message.getNonNullMetadata().putAll(metadata);
            return new Line(manager, id, name, host, cells != null, listener);
        });
    }

    @Override public void serve(String target, Function<Channel, Channel.Listener> opened) {
        comms.registerTarget(target, (manager, id, name, message) -> {
            Line line = new Line(manager, id, name, json(), cells != null, null);
            line.listener = opened.apply(line);
            return line;
        });
    }

    @Override public void home(Collection<String> ids) {
        if (cells != null) cells.home(ids);
    }

    @Override public int poll() {
        return cells == null ? 0 : cells.poll();
    }

    @Override public void beforeIdle(Runnable task) {
        if (cells != null) cells.beforeIdle(task);
    }

    @Override public boolean away() {
        return cells != null && cells.away();
    }

    @Override public String outputParent() {
        return cells == null ? "" : cells.outputParent();
    }

    private synchronized HostJson json() {
        if (json == null) json = new HostJson();
        return json;
    }

    private static final class Line extends Comm implements Channel {
        private final HostJson json;
        private final boolean patient;                         // the kernel survives whatever a callback throws
        private Listener listener;

        Line(CommManager manager, String id, String target, HostJson json, boolean patient, Listener listener) {
            super(manager, id, target);
            this.json = json;
            this.patient = patient;
            this.listener = listener;
        }

        @Override public String id() {
            return getID();
        }

        @Override public void send(Map<String, Object> data, List<byte[]> buffers) {
            json.send(this, data, buffers);
        }

        @Override protected void onMessage(Message<CommMsgCommand> message) {
            List<byte[]> blobs = message.getBlobs();
            try {
                listener.message(json.data(message.getContent()), blobs == null ? List.of() : blobs);
            } catch (Error e) {                                // a stock kernel's loop ends at an Error, for ever
                if (patient) throw e;
                throw new IllegalStateException(e);
            }
        }

        @Override protected void onClose(Message<CommCloseCommand> message, boolean sending) {
            if (!sending) listener.closed();
        }
    }

    /** The kernel's own gson. */
    private static final class HostJson {
        private final Method send, openData, messageData, add, toTree, fromTree;
        private final Object gson;

        HostJson() {
            send = Arrays.stream(Comm.class.getMethods()).filter(m -> m.getName().equals("send") && m.getParameterCount() == 3).findFirst()
                .orElseThrow(() -> new LinkageError("this kernel's Comm has no send with data, metadata and buffers"));
            Class<?> object = send.getParameterTypes()[0];
            try {
                ClassLoader loader = object.getClassLoader();
                String gsons = object.getPackageName();
                Class<?> element = Class.forName(gsons + ".JsonElement", true, loader), builder = Class.forName(gsons + ".GsonBuilder", true, loader);
                add = object.getMethod("add", String.class, element);
                gson = builder.getMethod("create").invoke(builder.getMethod("serializeNulls").invoke(builder.getConstructor().newInstance()));
                toTree = gson.getClass().getMethod("toJsonTree", Object.class);
                fromTree = gson.getClass().getMethod("fromJson", element, Class.class);
                openData = CommOpenCommand.class.getMethod("getData");
                messageData = CommMsgCommand.class.getMethod("getData");
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("this kernel's JSON classes are not the known ones", e);
            }
        }

        void fill(CommOpenCommand open, Map<String, Object> data) {
            Object object = call(openData, open);
            data.forEach((name, value) -> call(add, object, name, call(toTree, gson, value)));
        }

        void send(Comm comm, Map<String, Object> data, List<byte[]> buffers) {
            call(send, comm, call(toTree, gson, data), null, buffers.isEmpty() ? null : buffers);   // jjava's own wire never ends an empty list
        }

        Map<String, Object> data(CommMsgCommand message) {
            Map<String, Object> all = new LinkedHashMap<>();
            Object data = call(messageData, message);
            if (data != null) ((Map<?, ?>) call(fromTree, gson, data, Map.class)).forEach((name, value) -> all.put(name.toString(), plain(value)));
            return all;
        }

        /** gson reads every number as a double; a whole one is a whole number here. */
        private static Object plain(Object value) {
            if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1L << 53) return d.longValue();
            if (value instanceof List<?> list) {
                List<Object> copy = new ArrayList<>();
                for (Object entry : list) copy.add(plain(entry));
                return copy;
            }
            if (!(value instanceof Map<?, ?> map)) return value;
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, entry) -> copy.put(name.toString(), plain(entry)));
            return copy;
        }

        private static Object call(Method method, Object target, Object... arguments) {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof RuntimeException known) throw known;
                if (e.getCause() instanceof Error error) throw error;
                throw new IllegalStateException(e.getCause());
            } catch (IllegalAccessException e) {
                throw new LinkageError(method + " of this kernel cannot be called", e);
            }
        }
    }
}
