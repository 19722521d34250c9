package org.convbook.widget;

import org.convbook.widget.protocol.StateType;

/** A progress bar in numbers; those that are not finite are an {@link IllegalArgumentException}. */
public final class FloatProgress extends ProgressBar<Double, FloatProgress> {
    /** An empty bar from min to max. */
    public FloatProgress(String description, double min, double max) {
        super("FloatProgress", description, StateType.FLOAT, min, max);
    }

    /** Sets how far it is. */
    public FloatProgress value(double value) {
        return value((Double) value);
    }
}
