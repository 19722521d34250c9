package org.convbook.widget;

import java.util.List;

/** Widgets under each other. */
public final class VBox extends Box {
    /** The widgets, in order. */
    public VBox(Widget... children) {
        super("VBox", children);
    }

    @Override String around(List<String> parts) {
        return Still.flex("column", parts);
    }
}
