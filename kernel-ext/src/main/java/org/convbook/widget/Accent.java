package org.convbook.widget;

/** The predefined colours of buttons and progress bars. */
public enum Accent {
    /** The page's own colour. */
    NONE,
    /** The main action: blue. Buttons only. */
    PRIMARY,
    /** Green. */
    SUCCESS,
    /** Light blue. */
    INFO,
    /** Orange. */
    WARNING,
    /** Red. */
    DANGER
}
