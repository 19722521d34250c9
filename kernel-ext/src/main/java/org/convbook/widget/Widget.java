package org.convbook.widget;

import org.convbook.render.Levels;
import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.Room;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/**
 * Something that a notebook can show and that stays alive there: give it as a cell's last expression, or to {@code show}. Changes made in
 * Java appear on the page, changes made on the page come back, between two cells; what a listener prints or shows appears under the cell
 * that showed the widget; in a page that was loaded again, inside the box that was shown, or right under a control that was shown alone.
 * May be used from any thread.
 */
public abstract class Widget implements AutoCloseable {
    private final WidgetModel model;
    private final Layout layout = new Layout();
    private final Attribute<String> tooltip;
    private Room room;                                         // guarded by the model

    Widget(WidgetModel model) {
        this.model = model;
        attribute("layout", StateType.MODEL, layout.model());
        tooltip = attribute("tooltip", StateType.orNull(StateType.TEXT), null);
    }

    /** Size, margins and place, as CSS. */
    public final Layout layout() {
        return layout;
    }

    /** The text that appears when the mouse rests on the widget, or null. */
    public final String tooltip() {
        return tooltip.get();
    }

    /** Sets the text that appears when the mouse rests on the widget; null for none. */
    public final void tooltip(String text) {
        tooltip.set(text);
    }

    /** Changes that the task makes to this widget reach the page together. */
    public final void hold(Runnable task) {
        model.hold(task);
    }

    /** Takes the widget off the page, with all that is in it. Shown again it is there again, with the same state. */
    @Override public void close() {
        Room around;
        synchronized (model) {
            around = room;
            room = null;
        }
        if (around != null) around.close();
        model.close();
        layout.model().close();
    }

    /** What it is and its state, in a line. */
    @Override public String toString() {
        return still().text();
    }

    /** What a page without a kernel shows: a picture of the present state in HTML, and text. */
    abstract Levels still();

    final WidgetModel model() {
        return model;
    }

    /** What a page shows of it: itself, or a box around it where its listeners' output would have no place in a page loaded again. */
    final WidgetModel shown() {
        if (!speaks()) return model;
        synchronized (model) {
            if (room == null) room = new Room(model);
            return room.model();
        }
    }

    /** Whether the page can call its listeners, and it is no box that has room for what they print. */
    boolean speaks() {
        return false;
    }

    final <T> Attribute<T> attribute(String name, StateType<T> type, T value) {
        return model.attribute(name, type, value);
    }

    /** The name of the widget for texts and errors. */
    final String name() {
        return model.toString();
    }
}
