package org.convbook.widget;

import org.convbook.widget.protocol.StateType;

/**
 * A slider for a whole number.
 * <pre>
 * var stride = new IntSlider("stride", 1, 5, 2);
 * stride.onChange(s -&gt; System.out.println("stride " + s));
 * </pre>
 * A value outside {@code min} to {@code max} is moved to the nearer of them; a min above max or a step below 1 is an
 * {@link IllegalArgumentException}.
 */
public final class IntSlider extends Slider<Integer, IntSlider> {
    /** A slider from min to max that stands at the value. */
    public IntSlider(String description, int min, int max, int value) {
        super("IntSlider", description, StateType.INT, "d", min, max, value, 1);
        step.check(s -> atLeast(1, s, "IntSlider: step"));
    }

    /** Sets the distance between two values, 1 at first. */
    public IntSlider step(int step) {
        this.step.set(step);
        return this;
    }
}
