package org.convbook.widget;

import java.util.List;
import java.util.Map;

import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;

/**
 * A slider over options in their order, such as learning rates. The first is chosen at the start; no options are an
 * {@link IllegalArgumentException}.
 *
 * @param <T> the options' type
 */
public final class SelectionSlider<T> extends Selection<T, SelectionSlider<T>> {
    private final Attribute<Boolean> continuous;

    /** The options, shown as {@code String.valueOf} writes them. */
    public SelectionSlider(String description, List<? extends T> options) {
        this(description, labelled("SelectionSlider", options));
    }

    /** The options by their labels, in the map's order. */
    public SelectionSlider(String description, Map<String, T> options) {
        super("SelectionSlider", "SliderStyle", description, some(options));
        continuous = new SliderLook(this, null).continuous;
    }

    /** Whether listeners hear every value while the slider is held, or only the last. */
    public SelectionSlider<T> continuous(boolean continuous) {
        this.continuous.set(continuous);
        return this;
    }

    private static <T> Map<String, T> some(Map<String, T> options) {
        if (options.isEmpty()) throw new IllegalArgumentException("SelectionSlider: there are no options; it needs at least one");
        return options;
    }
}
