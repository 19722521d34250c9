package org.convbook.widget;

import org.convbook.widget.protocol.StateType;

/** A progress bar in whole numbers, such as steps of a training. */
public final class IntProgress extends ProgressBar<Integer, IntProgress> {
    /** An empty bar from min to max. */
    public IntProgress(String description, int min, int max) {
        super("IntProgress", description, StateType.INT, min, max);
    }
}
