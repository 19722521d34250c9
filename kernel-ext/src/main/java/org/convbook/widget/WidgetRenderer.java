package org.convbook.widget;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.convbook.render.CellSink;
import org.convbook.render.Levels;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/**
 * Shows widgets: the living view, HTML that stands still, text. A widget that the rest of its cell has changed is shown again when the cell
 * ends, so that a page without a kernel has its last state too. What is {@link Movable} brings its own levels.
 */
final class WidgetRenderer {
    private static final MIMEType VIEW = new MIMEType("application", "vnd", "jupyter.widget-view", "json");

    private final CellSink cells;
    private volatile boolean on = true;

    /** A renderer for a kernel; its cells are null where it does not tell when one ends. */
    WidgetRenderer(CellSink cells) {
        this.cells = cells;
    }

    void install(Renderer renderer) {
        Set<MIMEType> types = Set.of(VIEW, MIMEType.TEXT_HTML, MIMEType.IMAGE_SVG, MIMEType.IMAGE_PNG, MIMEType.TEXT_PLAIN);
        renderer.register(types, types, Set.<Class<? extends Widget>>of(Widget.class), this::render);
        renderer.register(types, types, Set.<Class<? extends Movable>>of(Movable.class), this::render);
    }

    /** Leaves only the text: the registry keeps its entries. */
    void uninstall() {
        on = false;
    }

    private void render(Widget widget, RenderContext context) {
        Levels still = widget.still();
        if (!on) {
            context.renderIfRequested(MIMEType.TEXT_PLAIN, still::text);
            return;
        }
        still.into(context);
        String id = Widgets.view(widget);
        if (id == null) return;
        context.renderIfRequested(VIEW, () -> view(id));
        if (cells != null) showAgain(widget, still, id, context.getOutputContainer());
    }

    /** A picture that fails must not hide the controls, nor the other way round. */
    private void render(Movable movable, RenderContext context) {
        try {
            movable.levels().into(context);
        } catch (RuntimeException | LinkageError e) {
            context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> movable + "\n(no picture: " + e + ")");
        }
        String id = on ? Widgets.view(movable.widget()) : null;
        if (id != null) context.renderIfRequested(VIEW, () -> view(id));
    }

    private void showAgain(Widget widget, Levels before, String id, DisplayData shown) {
        String display = UUID.randomUUID().toString();
        shown.setDisplayId(display);
        cells.beforeIdle(() -> {
            Levels now = widget.still();
            if (now.equals(before)) return;
            DisplayData data = now.data();
            data.putData(VIEW, view(id));
            data.setDisplayId(display);
            cells.update(data);
        });
    }

    private static Map<String, Object> view(String id) {
        return Map.of("version_major", 2, "version_minor", 0, "model_id", id);
    }
}
