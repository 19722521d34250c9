package org.convbook.widget;

import java.util.List;

import org.convbook.render.Levels;

/**
 * A widget made of others, under each other, which says itself what a page without a kernel shows: frames drawn in advance, or a picture.
 * Extend it, put it together in the constructor by {@link #compose}, and say the other levels in {@link #levels}.
 */
public abstract class Composite extends Box {
    /** Nothing is in it yet. */
    protected Composite() {
        super("VBox");
    }

    /** Puts the parts into the widget, in place of what was there. */
    protected final void compose(Widget... parts) {
        put(List.of(parts));
    }

    /** What a page without a kernel, a picture and plain text show of the present state; asked for when a cell ends, so it must be quick again. */
    public abstract Levels levels();

    @Override final Levels still() {
        return levels();
    }

    @Override final String around(List<String> parts) {
        return Still.flex("column", parts);
    }
}
