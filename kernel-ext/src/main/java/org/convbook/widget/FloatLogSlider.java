package org.convbook.widget;

import org.convbook.render.Levels;
import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/**
 * A slider for a positive number over several powers of ten, such as a learning rate. A value outside {@code min} to {@code max} is moved to
 * the nearer of them; ends that are not positive, or out of order, are an {@link IllegalArgumentException}.
 */
public final class FloatLogSlider extends SimpleValue<Double, FloatLogSlider> {
    private static final double ROUNDING = 1e-9;                   // the page computes powers too

    private final SliderLook look;
    private final Attribute<Double> step;
    private final double low;
    private final double high;

    /** A slider from min to max that stands at the value, with twenty places for each power of ten. */
    public FloatLogSlider(String description, double min, double max, double value) {
        super(WidgetModel.control("FloatLogSlider"), "SliderStyle", description, StateType.FLOAT, value);
        if (!(min > 0 && min < max && max < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("FloatLogSlider: it must run from a positive number to a larger one, got " + min + " to " + max);
        low = min;
        high = max;
        attribute("base", StateType.FLOAT, 10.0);
        attribute("min", StateType.FLOAT, Math.log10(min));
        attribute("max", StateType.FLOAT, Math.log10(max));
        step = attribute("step", StateType.FLOAT, 0.05);
        look = new SliderLook(this, ".3g");
        this.value.set(clamped(value));
        this.value.check(this::clamped);
    }

    /** Sets the value. */
    public FloatLogSlider value(double value) {
        return value((Double) value);
    }

    /** The smallest value. */
    public double min() {
        return low;
    }

    /** The largest value. */
    public double max() {
        return high;
    }

    /** Sets the distance between two places, in powers of ten. */
    public FloatLogSlider step(double step) {
        if (!(step > 0)) throw new IllegalArgumentException("FloatLogSlider: step must be above 0, got " + step);
        this.step.set(step);
        return this;
    }

    /** Whether listeners hear every value while the slider is held, or only the last. */
    public FloatLogSlider continuous(boolean continuous) {
        look.continuous.set(continuous);
        return this;
    }

    /** How the value beside the slider is written, in d3's format language, such as {@code .1e}. */
    public FloatLogSlider readoutFormat(String format) {
        look.format.set(format);
        return this;
    }

    @Override Levels still() {
        double share = (Math.log10(value()) - Math.log10(low)) / (Math.log10(high) - Math.log10(low));
        String text = head() + " = " + value() + " (" + low + " to " + high + ", logarithmic)";
        return Levels.of(Still.slider(description(), share, share, String.valueOf(value())), text);
    }

    private Double clamped(Double value) {
        if (value < low * (1 + ROUNDING)) return low;
        return value > high * (1 - ROUNDING) ? Double.valueOf(high) : value;
    }
}
