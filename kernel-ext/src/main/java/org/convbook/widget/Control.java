package org.convbook.widget;

import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/**
 * A widget with a description beside it and a style of its own.
 *
 * @param <W> the widget's own class, which its setters return
 */
public abstract class Control<W extends Control<W>> extends Widget {
    private final Attribute<String> description;
    private final Style style;

    Control(WidgetModel model, String style, String description) {
        super(model);
        this.description = attribute("description", StateType.TEXT, description == null ? "" : description);
        this.style = new Style(style);
        attribute("style", StateType.MODEL, this.style.model());
    }

    /** The text beside the control, or on the button. */
    public final String description() {
        return description.get();
    }

    /** Sets the text beside the control, or on the button. */
    public final W description(String text) {
        description.set(text);
        return self();
    }

    /** Colours, font and the width of the description. */
    public final Style style() {
        return style;
    }

    @Override public void close() {
        super.close();
        style.model().close();
    }

    @SuppressWarnings("unchecked")
    final W self() {
        return (W) this;
    }

    /** The sentence's head: name and description. */
    final String head() {
        return description().isEmpty() ? name() : name() + " " + description();
    }

    static <T extends Comparable<T>> T atLeast(T least, T got, String what) {
        if (got.compareTo(least) < 0) throw new IllegalArgumentException(what + " must be at least " + least + ", got " + got);
        return got;
    }
}
