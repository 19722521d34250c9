package org.convbook.widget;

import java.util.List;

/** Widgets in rows of equally many. */
public final class GridBox extends Box {
    private final int columns;

    /** The widgets, row by row; fewer than one column is an {@link IllegalArgumentException}. */
    public GridBox(int columns, Widget... children) {
        super("GridBox", children);
        this.columns = Control.atLeast(1, columns, "GridBox: columns");
        layout().set("grid_template_columns", "repeat(" + columns + ", max-content)").set("grid_gap", "4px 12px");
    }

    @Override String around(List<String> parts) {
        return Still.grid(columns, parts);
    }
}
