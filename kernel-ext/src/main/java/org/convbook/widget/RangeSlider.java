package org.convbook.widget;

import java.util.List;

import org.convbook.render.Levels;
import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/**
 * A slider with two handles. Ends beyond {@code min} or {@code max} are moved to them.
 *
 * @param <V> Integer or Double
 * @param <W> the widget's own class
 */
abstract class RangeSlider<V extends Number & Comparable<V>, W extends RangeSlider<V, W>> extends SimpleValue<Range<V>, W> {
    private final V min, max;
    final Attribute<V> step;
    private final SliderLook look;

    RangeSlider(String name, String description, StateType<V> type, String format, Range<V> bounds, Range<V> value, V step) {
        super(WidgetModel.control(name), "SliderStyle", description, pair(type), value);
        min = attribute("min", type, bounds.low()).get();
        max = attribute("max", type, bounds.high()).get();
        this.value.set(clamped(value));
        this.value.check(this::clamped);
        this.step = attribute("step", type, step);
        look = new SliderLook(this, format);
    }

    private static <V extends Number & Comparable<V>> StateType<Range<V>> pair(StateType<V> type) {
        return new StateType<>("two numbers, the smaller first",
            v -> v instanceof List<?> l && l.size() == 2 && l.stream().allMatch(type.fits()) && end(type, l, 0).compareTo(end(type, l, 1)) <= 0,
            v -> new Range<>(end(type, v, 0), end(type, v, 1)), r -> List.of(r.low(), r.high()));
    }

    private static <V> V end(StateType<V> type, Object pair, int which) {
        return type.read().apply(((List<?>) pair).get(which));
    }

    /** Whether listeners hear every value while a handle is held, or only the last. */
    public W continuous(boolean continuous) {
        look.continuous.set(continuous);
        return self();
    }

    @Override Levels still() {
        Range<V> now = value();
        double from = min.doubleValue(), way = Math.max(max.doubleValue() - from, Double.MIN_NORMAL);
        String text = now.low() + " to " + now.high();
        return Levels.of(Still.slider(description(), (now.low().doubleValue() - from) / way, (now.high().doubleValue() - from) / way, text),
            head() + " = " + text + " (" + min + " to " + max + ")");
    }

    private Range<V> clamped(Range<V> r) {
        return new Range<>(clamped(r.low()), clamped(r.high()));
    }

    private V clamped(V v) {
        return v.compareTo(min) < 0 ? min : v.compareTo(max) > 0 ? max : v;
    }
}
