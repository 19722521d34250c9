package org.convbook.widget;

import java.util.Map;
import java.util.Set;

import org.convbook.render.Levels;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** Shows widgets: the living view, HTML that stands still, text. */
final class WidgetRenderer {
    private static final MIMEType VIEW = new MIMEType("application", "vnd", "jupyter.widget-view", "json");

    private volatile boolean on = true;

    void install(Renderer renderer) {
        Set<MIMEType> types = Set.of(VIEW, MIMEType.TEXT_HTML, MIMEType.TEXT_PLAIN);
        renderer.register(types, types, Set.<Class<? extends Widget>>of(Widget.class), this::render);
    }

    /** Leaves only the text: the registry keeps its entries. */
    void uninstall() {
        on = false;
    }

    private void render(Widget widget, RenderContext context) {
        Levels still = widget.still();
        context.renderIfRequested(MIMEType.TEXT_PLAIN, still::text);
        if (!on) return;
        context.renderIfRequested(MIMEType.TEXT_HTML, still::html);
        String id = Widgets.open(widget);
        if (id != null) context.renderIfRequested(VIEW, () -> Map.of("version_major", 2, "version_minor", 0, "model_id", id));
    }
}
