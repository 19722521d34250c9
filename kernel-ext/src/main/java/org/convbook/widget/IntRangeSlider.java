package org.convbook.widget;

import org.convbook.widget.protocol.StateType;

/** A slider with two handles for a range of whole numbers; a min above max or a low above high is an {@link IllegalArgumentException}. */
public final class IntRangeSlider extends RangeSlider<Integer, IntRangeSlider> {
    /** A slider from min to max whose handles stand at low and high. */
    public IntRangeSlider(String description, int min, int max, int low, int high) {
        super("IntRangeSlider", description, StateType.INT, "d", new Range<>(min, max), new Range<>(low, high), 1);
    }
}
