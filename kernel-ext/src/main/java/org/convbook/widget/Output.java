package org.convbook.widget;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.convbook.render.Display;
import org.convbook.render.Html;
import org.convbook.render.Levels;
import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/**
 * A place for outputs: {@link #capture} leads what a task prints and shows here; {@link #show} and {@link #print} put something here from
 * any thread, at any time.
 */
public final class Output extends Widget {
    private final Attribute<String> capturing;
    private final Attribute<Object> outputs;
    private int depth;                                         // guarded by this

    /** Nothing yet. */
    public Output() {
        super(WidgetModel.output());
        capturing = attribute("msg_id", StateType.TEXT, "");
        outputs = attribute("outputs", StateType.JSON, List.of());
    }

    /** Runs the task; what it prints and shows on this thread appears here. In a kernel that cannot tell it appears under the cell. */
    public void capture(Runnable task) {
        System.out.flush();
        System.err.flush();
        synchronized (this) {
            depth++;
            lead(Widgets.outputParent());
        }
        try {
            task.run();
        } finally {
            System.out.flush();
            System.err.flush();
            synchronized (this) {
                if (--depth == 0) lead("");
            }
        }
    }

    /** Adds the value, as a cell would show it. */
    public Output show(Object value) {
        Levels levels = Display.levels(value);
        Map<String, Object> data = new LinkedHashMap<>();
        if (levels.html() != null) data.put("text/html", levels.html());
        if (levels.svg() != null) data.put("image/svg+xml", levels.svg());
        if (levels.png() != null) data.put("image/png", levels.png());
        data.put("text/plain", levels.text());
        Map<String, Object> metadata = levels.png() == null || levels.width() == 0 ? Map.of()
            : Map.of("image/png", Map.of("width", levels.width(), "height", levels.height()));
        return append("display_data", "data", data, "metadata", metadata);
    }

    /** Adds text. */
    public Output print(String text) {
        return append("stream", "name", "stdout", "text", text);
    }

    /** Takes everything away. */
    public Output clear() {
        outputs.set(List.of());
        return this;
    }

    @Override Levels still() {
        List<Levels> parts = entries().stream().map(Output::levels).toList();
        if (parts.isEmpty()) return Levels.of("<div></div>", "Output, empty");
        String text = String.join("\n", parts.stream().map(p -> p.text().stripTrailing()).toList());
        return Levels.of(Still.notTooLong(Still.flex("column", parts.stream().map(Levels::html).toList()), text), text);
    }

    private Output append(String type, String first, Object value, String second, Object other) {
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("output_type", type);
        output.put(first, value);
        output.put(second, other);
        synchronized (model()) {
            List<Object> all = new ArrayList<>(entries());
            all.add(output);
            outputs.set(all);
        }
        return this;
    }

    private List<?> entries() {
        return outputs.get() instanceof List<?> list ? list : List.of();
    }

    private void lead(String parent) {
        capturing.set(parent);
        model().flush();
    }

    private static Levels levels(Object output) {
        Map<?, ?> o = output instanceof Map<?, ?> map ? map : Map.of();
        Map<?, ?> data = o.get("data") instanceof Map<?, ?> map ? map : Map.of("text/plain", o.get("text") == null ? "" : o.get("text"));
        String text = String.valueOf(data.get("text/plain"));
        Object html = data.get("text/html");
        return Levels.of(html instanceof String h ? h : Html.preformatted(text), text);
    }
}
