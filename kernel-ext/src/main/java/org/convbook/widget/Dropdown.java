package org.convbook.widget;

import java.util.List;
import java.util.Map;

/**
 * A list that opens and lets one option be chosen. The first is chosen at the start.
 *
 * @param <T> the options' type
 */
public final class Dropdown<T> extends Selection<T, Dropdown<T>> {
    /** The options, shown as {@code String.valueOf} writes them. */
    public Dropdown(String description, List<? extends T> options) {
        this(description, labelled("Dropdown", options));
    }

    /** The options by their labels, in the map's order. */
    public Dropdown(String description, Map<String, T> options) {
        super("Dropdown", "DescriptionStyle", description, options);
    }
}
