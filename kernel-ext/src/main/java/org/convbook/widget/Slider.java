package org.convbook.widget;

import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;

/**
 * What sliders of whole numbers and of others have in common.
 *
 * @param <V> Integer or Double
 * @param <W> the widget's own class
 */
abstract class Slider<V extends Number & Comparable<V>, W extends Slider<V, W>> extends Bounded<V, W> {
    final Attribute<V> step;
    private final SliderLook look;

    Slider(String name, String description, StateType<V> type, String format, V min, V max, V value, V step) {
        super(name, "SliderStyle", description, type, min, max, value);
        this.step = attribute("step", type, step);
        look = new SliderLook(this, format);
    }

    /** The distance between two values. */
    public V step() {
        return step.get();
    }

    /** Whether listeners hear every value while the slider is held, or only the last. */
    public W continuous(boolean continuous) {
        look.continuous.set(continuous);
        return self();
    }

    /** Lays the slider down or stands it up. */
    public W orientation(Orientation orientation) {
        look.orientation.set(orientation);
        return self();
    }

    /** Whether the value is written beside the slider. */
    public W readout(boolean readout) {
        look.readout.set(readout);
        return self();
    }

    /** How the value beside the slider is written, in d3's format language, such as {@code .3f}. */
    public W readoutFormat(String format) {
        look.format.set(format);
        return self();
    }
}
