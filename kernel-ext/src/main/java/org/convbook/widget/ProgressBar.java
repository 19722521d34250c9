package org.convbook.widget;

import org.convbook.render.Levels;
import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/**
 * A bar that fills from min to max. A value beyond them is moved to the nearer one; a min above max is an {@link IllegalArgumentException}.
 *
 * @param <V> Integer or Double
 * @param <W> the widget's own class
 */
abstract class ProgressBar<V extends Number & Comparable<V>, W extends ProgressBar<V, W>> extends Control<W> {
    private final Attribute<V> min, max, value;
    private final Attribute<Accent> accent;
    private final Attribute<Orientation> orientation;

    ProgressBar(String name, String description, StateType<V> type, V min, V max) {
        super(WidgetModel.control(name, "ProgressView"), "ProgressStyle", description);
        this.min = attribute("min", type, min);
        this.max = attribute("max", type, max);
        if (min.compareTo(max) > 0) throw new IllegalArgumentException(name + ": min " + min + " is above max " + max);
        value = attribute("value", type, min).check(v -> v.compareTo(min) < 0 ? min : v.compareTo(max) > 0 ? max : v);
        accent = attribute("bar_style", StateType.choice(Accent.class), Accent.NONE).check(ProgressBar::possible);
        orientation = attribute("orientation", StateType.choice(Orientation.class), Orientation.HORIZONTAL);
    }

    /** How far it is. */
    public V value() {
        return value.get();
    }

    /** Sets how far it is. Many calls in a short time reach the page as a few, the last always among them. */
    public W value(V value) {
        this.value.set(value);
        return self();
    }

    /** Sets its colour; {@link Accent#PRIMARY} is for buttons and refused. */
    public W accent(Accent accent) {
        this.accent.set(accent);
        return self();
    }

    /** Lays the bar down or stands it up. */
    public W orientation(Orientation orientation) {
        this.orientation.set(orientation);
        return self();
    }

    @Override Levels still() {
        double from = min.get().doubleValue(), to = max.get().doubleValue();
        return Levels.of(Still.progress(description(), to > from ? (value().doubleValue() - from) / (to - from) : 0),
            head() + " = " + value() + " (" + min.get() + " to " + max.get() + ")");
    }

    private static Accent possible(Accent accent) {
        if (accent == Accent.PRIMARY)
            throw new IllegalArgumentException("a progress bar has no accent PRIMARY; it has SUCCESS, INFO, WARNING, DANGER and NONE");
        return accent;
    }
}
