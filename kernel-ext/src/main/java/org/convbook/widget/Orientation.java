package org.convbook.widget;

/** Which way a slider or a progress bar runs. */
public enum Orientation {
    /** From left to right. */
    HORIZONTAL,
    /** From bottom to top. */
    VERTICAL
}
