package org.convbook.widget;

import java.util.List;

import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/** Where a widget stands and how large it is: CSS values as text, such as {@code "300px"} or {@code "50%"}; null for the page's own. */
public final class Layout extends CssModel<Layout> {
    private static final List<String> NAMES = List.of("align_content", "align_items", "align_self", "border_bottom", "border_left", "border_right",
        "border_top", "bottom", "display", "flex", "flex_flow", "grid_area", "grid_auto_columns", "grid_auto_flow", "grid_auto_rows", "grid_column",
        "grid_gap", "grid_row", "grid_template_areas", "grid_template_columns", "grid_template_rows", "height", "justify_content", "justify_items",
        "left", "margin", "max_height", "max_width", "min_height", "min_width", "object_fit", "object_position", "order", "overflow", "padding",
        "right", "top", "visibility", "width");

    Layout() {
        super(WidgetModel.layout(), NAMES);
        for (String name : NAMES) model().attribute(name, StateType.orNull(StateType.TEXT), null);
    }

    /** Sets the width. */
    public Layout width(String css) {
        return set("width", css);
    }

    /** Sets the height. */
    public Layout height(String css) {
        return set("height", css);
    }

    /** Sets the space around. */
    public Layout margin(String css) {
        return set("margin", css);
    }

    /** Sets the space inside the border. */
    public Layout padding(String css) {
        return set("padding", css);
    }

    /** Sets the line around, such as {@code "1px solid grey"}. */
    public Layout border(String css) {
        model().hold(() -> List.of("top", "right", "bottom", "left").forEach(side -> set("border_" + side, css)));
        return this;
    }

    /** Hides the widget, which keeps its place, or shows it. */
    public Layout visible(boolean visible) {
        return set("visibility", visible ? null : "hidden");
    }

    /** Takes the widget out of the page's flow, or puts it back. */
    public Layout display(boolean display) {
        return set("display", display ? null : "none");
    }
}
