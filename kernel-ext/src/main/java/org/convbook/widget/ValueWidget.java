package org.convbook.widget;

import java.util.function.Consumer;

import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/**
 * A control that holds a value which the user can change.
 *
 * @param <V> the value's type
 * @param <W> the widget's own class, which its setters return
 */
public abstract class ValueWidget<V, W extends ValueWidget<V, W>> extends Control<W> {
    private final Attribute<Boolean> disabled;

    ValueWidget(WidgetModel model, String style, String description) {
        super(model, style, description);
        disabled = attribute("disabled", StateType.FLAG, false);
    }

    /** The present value. */
    public abstract V value();

    /** Sets the value, on the page too, and tells the listeners if it is a new one. */
    public abstract W value(V value);

    /**
     * Calls the listener with every new value, whoever made the change; for the user's changes on the thread that runs the cells, between
     * two cells. An exception of the listener appears as an error under the widget's cell.
     */
    public abstract W onChange(Consumer<? super V> listener);

    @Override final boolean speaks() {
        return true;
    }

    /** Whether the user cannot change the value. */
    public final boolean disabled() {
        return disabled.get();
    }

    /** Sets whether the user cannot change the value. */
    public final W disabled(boolean disabled) {
        this.disabled.set(disabled);
        return self();
    }
}
