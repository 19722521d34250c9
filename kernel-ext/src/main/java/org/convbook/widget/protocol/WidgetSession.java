package org.convbook.widget.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All open models of one kernel, and the control comm {@code jupyter.widget.control}, over which a page that was loaded again asks for
 * their states. Safe for use by several threads.
 */
public final class WidgetSession {
    private static final Set<String> OFF = Set.of("no", "n", "false", "off", "0", "0.0");

    private final Front front;
    private final Pace pace;
    private final boolean echo;
    private final Map<String, LateOutput> late = new ConcurrentHashMap<>();          // by the id of each model that was shown
    private final Map<String, WidgetModel> models = Collections.synchronizedMap(new LinkedHashMap<>());

    /** A session over the front end. Changes are echoed unless the variable JUPYTER_WIDGETS_ECHO says no, as in ipywidgets. */
    public WidgetSession(Front front) {
        this(front, Pace.REAL, System.getenv("JUPYTER_WIDGETS_ECHO"));
    }

    WidgetSession(Front front, Pace pace, String echo) {
        this.front = front;
        this.pace = pace;
        this.echo = echo == null || !OFF.contains(echo.toLowerCase(Locale.ROOT));
        front.serve("jupyter.widget.control", this::control);
    }

    /** Opens the model and all that it refers to, where that is still to be done, and returns its id. */
    public String open(WidgetModel model) {
        return model.open(this);
    }

    /** Opens the model for a display in the cell that the calling thread belongs to; there its callbacks' output will appear. */
    public String show(WidgetModel model) {
        String id = model.open(this);
        Set<WidgetModel> all = new LinkedHashSet<>();
        model.references(all);
        List<String> ids = all.stream().map(m -> m.open(this)).toList();
        front.home(ids);
        LateOutput output = new LateOutput(model, this);
        ids.forEach(part -> late.put(part, output));
        return id;
    }

    /** Called before a callback of the model: where its cell is no longer heard, its output is caught beside the widget. */
    void callback(String id) {
        LateOutput output = late.get(id);
        if (output != null && front.away()) output.capture();
    }

    /** Closes every open model. */
    public void closeAll() {
        List<WidgetModel> all;
        synchronized (models) {
            all = new ArrayList<>(models.values());
        }
        all.forEach(WidgetModel::close);
    }

    /** How many models are open; each widget has up to three (itself, layout, style). */
    public int openModels() {
        return models.size();
    }

    /** Lets the running cell or callback handle the messages that wait; returns how many. */
    public int poll() {
        return front.poll();
    }

    /** The message id of what the calling thread prints or shows; empty where the kernel cannot tell. */
    public String outputParent() {
        return front.outputParent();
    }

    Front front() {
        return front;
    }

    Pace pace() {
        return pace;
    }

    boolean echo() {
        return echo;
    }

    void opened(String id, WidgetModel model) {
        models.put(id, model);
    }

    void closed(String id) {
        late.remove(id);
        models.remove(id);
    }

    private Channel.Listener control(Channel channel) {
        return new Channel.Listener() {
            @Override public void message(Map<String, Object> data, List<byte[]> buffers) {
                if (!"request_states".equals(data.get("method")))
                    throw new IllegalArgumentException("widget control: a message with the method " + data.get("method")
                        + "; expected request_states");
                Map<String, Object> states = new LinkedHashMap<>();
                synchronized (models) {
                    new LinkedHashMap<>(models).forEach((id, model) -> states.put(id, model));
                }
                states.replaceAll((id, model) -> ((WidgetModel) model).described());
                Packed packed = Packed.of(states, WidgetSession.this::open);
                Map<String, Object> answer = new LinkedHashMap<>();
                answer.put("method", "update_states");
                answer.put("states", packed.state());
                answer.put("buffer_paths", packed.paths());
                channel.send(answer, packed.buffers());
            }

            @Override public void closed() {}
        };
    }
}
