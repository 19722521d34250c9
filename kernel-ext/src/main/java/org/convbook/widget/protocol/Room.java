package org.convbook.widget.protocol;

import java.util.List;

/** A box around one model, to be shown in its place: under it there is room for what its callbacks print in a page that was loaded again. */
public final class Room {
    private final WidgetModel box = WidgetModel.control("VBox"), layout = WidgetModel.layout();

    /** A box around the model. */
    public Room(WidgetModel inner) {
        box.attribute("children", StateType.listOf(StateType.MODEL), List.of(inner));
        box.attribute("layout", StateType.MODEL, layout);
    }

    /** The box. */
    public WidgetModel model() {
        return box;
    }

    /** Closes the box; what is in it stays open. */
    public void close() {
        box.close();
        layout.close();
    }
}
