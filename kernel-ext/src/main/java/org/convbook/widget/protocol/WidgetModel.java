package org.convbook.widget.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The kernel's half of one widget: its attributes, kept equal with the front end's half over a comm once the model is open. Before that,
 * and without a notebook, it is a plain object. Attributes that change within {@value #GAP_MS} ms go out together with their last values,
 * and always before the running cell or callback ends. All methods may be called from any thread.
 */
public final class WidgetModel {
    /** The first change goes out at once; the next ones wait until so many milliseconds have passed since then. */
    static final int GAP_MS = 20;

    private static final String CONTROLS = "@jupyter-widgets/controls", BASE = "@jupyter-widgets/base", OUTPUT = "@jupyter-widgets/output";

    private final String label;
    private final Map<String, Object> identity = new LinkedHashMap<>();
    private final Map<String, Attribute<?>> attributes = new LinkedHashMap<>();
    private final List<Consumer<Map<?, ?>>> custom = new CopyOnWriteArrayList<>();

    private WidgetSession session;                             // this and what follows is guarded by this
    private Channel channel;
    private final Set<String> pending = new LinkedHashSet<>();
    private Map<String, Object> received = Map.of();
    private int holding;
    private boolean scheduled, ending;
    private long lastSent;

    private WidgetModel(String label, String modelModule, String viewModule, String version, String view) {
        this.label = label;
        identity.put("_model_module", modelModule);
        identity.put("_model_module_version", version);
        identity.put("_model_name", label + "Model");
        identity.put("_view_module", viewModule);
        identity.put("_view_module_version", version);
        identity.put("_view_name", view);
    }

    /** A model of the core controls: {@code IntSlider} has the model IntSliderModel and the view IntSliderView. */
    public static WidgetModel control(String name) {
        return control(name, name + "View");
    }

    /** A model of the core controls with a view of another name, or with none where that is null. */
    public static WidgetModel control(String name, String view) {
        return new WidgetModel(name, CONTROLS, CONTROLS, "2.0.0", view);
    }

    /** The style of a control, such as {@code SliderStyle}. */
    public static WidgetModel style(String name) {
        return new WidgetModel(name, CONTROLS, BASE, "2.0.0", "StyleView");
    }

    /** A layout. */
    public static WidgetModel layout() {
        return new WidgetModel("Layout", BASE, BASE, "2.0.0", "LayoutView");
    }

    /** An output area. */
    public static WidgetModel output() {
        return new WidgetModel("Output", OUTPUT, OUTPUT, "1.0.0", "OutputView");
    }

    /** Adds an attribute; all are added before the model is opened. */
    public <T> Attribute<T> attribute(String name, StateType<T> type, T value) {
        Attribute<T> made = new Attribute<>(this, name, type, value);
        if (attributes.putIfAbsent(name, made) != null) throw new IllegalArgumentException(label + " has the attribute " + name + " twice");
        return made;
    }

    /** The attribute of the name on the wire; an {@link IllegalArgumentException} names those that there are. */
    public Attribute<?> attribute(String name) {
        Attribute<?> found = attributes.get(name);
        if (found == null)
            throw new IllegalArgumentException(label + " has no attribute " + name + "; it has " + String.join(", ", attributes.keySet()));
        return found;
    }

    /** Calls the listener with the content of every custom message of the front end. */
    public void onCustom(Consumer<Map<?, ?>> listener) {
        custom.add(listener);
    }

    /** The name for errors. */
    @Override public String toString() {
        return label;
    }

    /** Changes that the task makes to this model go out as one message when it ends. */
    public void hold(Runnable task) {
        synchronized (this) {
            holding++;
        }
        try {
            task.run();
        } finally {
            synchronized (this) {
                holding--;
                send(false);
            }
        }
    }

    /** Sends what waits, at once. */
    public synchronized void flush() {
        send(true);
    }

    /** Closes the comm, which takes every view of the widget away. Shown again it is opened anew. */
    public void close() {
        Channel open;
        synchronized (this) {
            open = channel;
            forget();
        }
        if (open != null) open.close();
    }

    /** The id of the comm, which is opened if it is not. */
    synchronized String open(WidgetSession in) {
        if (channel != null) return channel.id();
        Map<String, Object> state = state();
        Packed packed = Packed.of(state, in::open);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("state", packed.state());
        data.put("buffer_paths", List.of());
        channel = in.front().open("jupyter.widget", data, Map.of("version", "2.1.0"), new Inbox());
        session = in;
        pending.clear();
        in.opened(channel.id(), this);
        if (!packed.buffers().isEmpty()) {                     // a comm opens without buffers
            state.values().removeIf(v -> !(v instanceof byte[]));
            update("update", state);
        }
        return channel.id();
    }

    /** Identity and attributes, with bytes and models as they are. */
    synchronized Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>(identity);
        attributes.forEach((name, attribute) -> state.put(name, attribute.wire()));
        return state;
    }

    /** The entry of this model in an answer to request_states. */
    Map<String, Object> described() {
        return Map.of("model_name", identity.get("_model_name"), "model_module", identity.get("_model_module"),
            "model_module_version", identity.get("_model_module_version"), "state", state());
    }

    /** Adds this model, all models that it refers to, and what they refer to. */
    public void references(Set<WidgetModel> into) {
        if (!into.add(this)) return;
        for (Attribute<?> attribute : attributes.values()) {
            Object wire = attribute.wire();
            if (wire instanceof WidgetModel model) model.references(into);
            if (wire instanceof List<?> list) for (Object entry : list) if (entry instanceof WidgetModel model) model.references(into);
        }
    }

    /** Called by an attribute that has a new value, with this model locked. */
    void changed(String name) {
        if (channel == null) return;
        pending.add(name);
        send(false);
    }

    private void send(boolean now) {
        if (channel == null || holding > 0 || pending.isEmpty()) return;
        long wait = lastSent + GAP_MS * 1_000_000L - session.pace().now();
        if (!now && lastSent != 0 && wait > 0) {
            if (scheduled) return;
            scheduled = true;
            if (!ending) session.front().beforeIdle(this::end);
            ending = true;
            session.pace().later(wait, this::flush);
            return;
        }
        scheduled = false;
        Map<String, Object> state = new LinkedHashMap<>();
        for (String name : pending) {
            Object wire = attributes.get(name).wire();
            if (!received.containsKey(name) || !same(received.get(name), wire)) state.put(name, wire);
        }
        pending.clear();
        if (state.isEmpty()) return;
        update("update", state);
        lastSent = session.pace().now();
    }

    /** The running cell or callback ends. */
    private synchronized void end() {
        ending = false;
        send(true);
    }

    private void update(String method, Map<String, Object> state) {
        Packed packed = Packed.of(state, session::open);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("method", method);
        data.put("state", packed.state());
        data.put("buffer_paths", packed.paths());
        channel.send(data, packed.buffers());
    }

    private void forget() {
        if (channel != null) session.closed(channel.id());
        channel = null;
        pending.clear();
    }

    /** Wire values are the same if the front end cannot tell them apart: numbers of any class, bytes by content. */
    private static boolean same(Object a, Object b) {
        if (a instanceof Number x && b instanceof Number y) return x.doubleValue() == y.doubleValue();
        if (a instanceof List<?> x && b instanceof List<?> y) {
            if (x.size() != y.size()) return false;
            for (int i = 0; i < x.size(); i++) if (!same(x.get(i), y.get(i))) return false;
            return true;
        }
        return Objects.deepEquals(a, b);
    }

    /** What the front end says to this model. */
    private final class Inbox implements Channel.Listener {
        @Override public void message(Map<String, Object> data, List<byte[]> buffers) {
            Object method = data.get("method");
            if ("update".equals(method) && data.get("state") instanceof Map<?, ?> state) {
                Map<String, Object> known = new LinkedHashMap<>();
                state.forEach((name, value) -> known.put(name.toString(), value));
                Packed.unpack(known, data.get("buffer_paths"), buffers);
                known.keySet().retainAll(attributes.keySet());
                receive(known);
            } else if ("request_state".equals(method)) {
                synchronized (WidgetModel.this) {
                    if (channel != null) update("update", state());
                }
            } else if ("custom".equals(method) && data.get("content") instanceof Map<?, ?> content) {
                session.callback(channel.id());
                custom.forEach(listener -> listener.accept(content));
            } else {
                throw new IllegalArgumentException(label + ": a message with the method " + method + " and the parts " + data.keySet()
                    + "; expected update with state, request_state, or custom with content");
            }
        }

        @Override public void closed() {
            synchronized (WidgetModel.this) {
                forget();
            }
        }

        private void receive(Map<String, Object> state) {
            List<Attribute<?>> changed = new ArrayList<>();
            RuntimeException refused = null;
            synchronized (WidgetModel.this) {
                if (channel == null || state.isEmpty()) return;
                if (session.echo()) update("echo_update", state);
                received = state;
                holding++;
                for (Map.Entry<String, Object> e : state.entrySet()) {
                    Attribute<?> attribute = attributes.get(e.getKey());
                    try {
                        if (attribute.receive(e.getValue())) changed.add(attribute);
                    } catch (IllegalArgumentException bad) {
                        refused = bad;
                    }
                    pending.add(e.getKey());                   // goes out only if it is not what the front end sent
                }
            }
            try {
                if (changed.stream().anyMatch(Attribute::heard)) session.callback(channel.id());
                for (Attribute<?> attribute : changed) attribute.tell();
            } finally {
                synchronized (WidgetModel.this) {
                    holding--;
                    send(true);
                    received = Map.of();
                }
            }
            if (refused != null) throw refused;
        }
    }
}
