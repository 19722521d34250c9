package org.convbook.widget;

import org.convbook.widget.protocol.StateType;

/** A slider with two handles for a range of numbers; a min above max or a low above high is an {@link IllegalArgumentException}. */
public final class FloatRangeSlider extends RangeSlider<Double, FloatRangeSlider> {
    /** A slider from min to max whose handles stand at low and high, in steps of a hundredth of the way. */
    public FloatRangeSlider(String description, double min, double max, double low, double high) {
        super("FloatRangeSlider", description, StateType.FLOAT, SliderLook.decimals(min, max), new Range<>(min, max), new Range<>(low, high),
            SliderLook.hundredth(min, max));
    }
}
