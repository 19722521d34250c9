package org.convbook.widget;

import java.util.List;
import java.util.Map;

/**
 * One option of a few, all visible. The first is chosen at the start.
 *
 * @param <T> the options' type
 */
public final class RadioButtons<T> extends Selection<T, RadioButtons<T>> {
    /** The options, shown as {@code String.valueOf} writes them. */
    public RadioButtons(String description, List<? extends T> options) {
        this(description, labelled("RadioButtons", options));
    }

    /** The options by their labels, in the map's order. */
    public RadioButtons(String description, Map<String, T> options) {
        super("RadioButtons", "DescriptionStyle", description, options);
    }
}
