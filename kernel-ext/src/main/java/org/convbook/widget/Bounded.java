package org.convbook.widget;

import org.convbook.render.Levels;
import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/**
 * A number between {@code min} and {@code max}. A value beyond them is moved to the nearer one, as in ipywidgets; a min above max is an
 * {@link IllegalArgumentException}.
 *
 * @param <V> Integer or Double
 * @param <W> the widget's own class
 */
abstract class Bounded<V extends Number & Comparable<V>, W extends Bounded<V, W>> extends SimpleValue<V, W> {
    private final Attribute<V> min, max;

    Bounded(String name, String style, String description, StateType<V> type, V min, V max, V value) {
        super(WidgetModel.control(name), style, description, type, value);
        this.min = attribute("min", type, min);
        this.max = attribute("max", type, max);
        ordered(min, max);
        this.value.set(clamped(value));
        this.value.check(this::clamped);
    }

    /** The smallest value. */
    public V min() {
        return min.get();
    }

    /** The largest value. */
    public V max() {
        return max.get();
    }

    /** Sets the smallest value; a smaller present value is moved to it. */
    public W min(V min) {
        ordered(min, max());
        hold(() -> {
            this.min.set(min);
            if (value().compareTo(min) < 0) value(min);
        });
        return self();
    }

    /** Sets the largest value; a larger present value is moved to it. */
    public W max(V max) {
        ordered(min(), max);
        hold(() -> {
            this.max.set(max);
            if (value().compareTo(max) > 0) value(max);
        });
        return self();
    }

    @Override Levels still() {
        double from = min().doubleValue(), to = max().doubleValue();
        double share = to > from ? (value().doubleValue() - from) / (to - from) : 0;
        String text = head() + " = " + value() + " (" + min() + " to " + max() + ")";
        return Levels.of(Still.slider(description(), share, share, String.valueOf(value())), text);
    }

    private void ordered(V min, V max) {
        if (min.compareTo(max) > 0) throw new IllegalArgumentException(name() + ": min " + min + " is above max " + max);
    }

    private V clamped(V value) {
        return value.compareTo(min()) < 0 ? min() : value.compareTo(max()) > 0 ? max() : value;
    }
}
