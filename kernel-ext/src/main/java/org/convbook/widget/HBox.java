package org.convbook.widget;

import java.util.List;

/** Widgets beside each other. */
public final class HBox extends Box {
    /** The widgets, in order. */
    public HBox(Widget... children) {
        super("HBox", children);
    }

    @Override String around(List<String> parts) {
        return Still.flex("row", parts);
    }
}
