package org.convbook.widget;

import java.util.List;
import java.util.Map;

import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;

/**
 * Buttons beside each other, one of which is pressed. The first is chosen at the start.
 *
 * @param <T> the options' type
 */
public final class ToggleButtons<T> extends Selection<T, ToggleButtons<T>> {
    private final Attribute<Accent> accent = attribute("button_style", StateType.choice(Accent.class), Accent.NONE);

    /** The options, shown as {@code String.valueOf} writes them. */
    public ToggleButtons(String description, List<? extends T> options) {
        this(description, labelled("ToggleButtons", options));
    }

    /** The options by their labels, in the map's order. */
    public ToggleButtons(String description, Map<String, T> options) {
        super("ToggleButtons", "ToggleButtonsStyle", description, options);
        attribute("_dom_classes", StateType.listOf(StateType.TEXT), List.of("jupyter-widgets", "widget-inline-hbox"));   // the description beside the buttons, not above
    }

    /** Sets the buttons' colour. */
    public ToggleButtons<T> accent(Accent accent) {
        this.accent.set(accent);
        return this;
    }
}
