package org.convbook.widget;

import org.convbook.widget.protocol.StateType;

/**
 * A slider for a number. A value outside {@code min} to {@code max} is moved to the nearer of them; a min above max, a step that is not
 * positive, and numbers that are not finite are an {@link IllegalArgumentException}.
 */
public final class FloatSlider extends Slider<Double, FloatSlider> {
    /** A slider from min to max that stands at the value, in steps of a hundredth of the way. */
    public FloatSlider(String description, double min, double max, double value) {
        super("FloatSlider", description, StateType.FLOAT, SliderLook.decimals(min, max), min, max, value, SliderLook.hundredth(min, max));
        step.check(s -> {
            if (s <= 0) throw new IllegalArgumentException("FloatSlider: step must be above 0, got " + s);
            return s;
        });
    }

    /** Sets the distance between two values. */
    public FloatSlider step(double step) {
        this.step.set(step);
        return this;
    }

    /** Sets the value. */
    public FloatSlider value(double value) {
        return value((Double) value);
    }

    /** Sets the smallest value. */
    public FloatSlider min(double min) {
        return min((Double) min);
    }

    /** Sets the largest value. */
    public FloatSlider max(double max) {
        return max((Double) max);
    }
}
