package org.convbook.widget;

import org.convbook.render.Showable;

/**
 * A picture with settings: where a kernel lives it is shown as widgets that move it, everywhere else on its levels, which may carry frames
 * drawn in advance. Give it as a cell's last expression, or to {@code show}.
 */
public interface Movable extends Showable {
    /** A new set of controls with the picture that follows them; its first state is what {@link #levels} shows first. */
    Widget widget();
}
