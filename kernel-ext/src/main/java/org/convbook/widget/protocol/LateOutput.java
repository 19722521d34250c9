package org.convbook.widget.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A place for what callbacks of a shown widget print when the page was loaded again and no longer hears the cell that showed it: an output
 * area that joins the box that was shown, and takes what answers the page's message until that is handled. What the page cannot move is shown
 * without a box, and has nothing to say.
 */
final class LateOutput {
    private static final Set<String> BOXES = Set.of("VBox", "HBox", "GridBox");

    private final WidgetModel shown;
    private final WidgetSession session;
    private final WidgetModel area = WidgetModel.output();
    private final Attribute<String> capturing;

    LateOutput(WidgetModel shown, WidgetSession session) {
        this.shown = shown;
        this.session = session;
        area.attribute("layout", StateType.MODEL, WidgetModel.layout());
        capturing = area.attribute("msg_id", StateType.TEXT, "");
        area.attribute("outputs", StateType.JSON, List.of());
    }

    /** Takes what the calling thread prints and shows from now on, to the end of the running callback. */
    void capture() {
        if (!BOXES.contains(shown.toString())) return;
        join();
        capturing.set(session.outputParent());
        area.flush();
        session.front().beforeIdle(() -> {
            capturing.set("");
            area.flush();
        });
    }

    @SuppressWarnings("unchecked")
    private void join() {
        Attribute<List<WidgetModel>> children = (Attribute<List<WidgetModel>>) shown.attribute("children");
        if (children.get().contains(area)) return;
        List<WidgetModel> all = new ArrayList<>(children.get());
        all.add(area);
        children.set(all);
        shown.flush();
    }
}
