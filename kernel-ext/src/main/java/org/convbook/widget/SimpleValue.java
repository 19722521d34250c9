package org.convbook.widget;

import java.util.function.Consumer;

import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/**
 * A control whose value is the wire's attribute {@code value}.
 *
 * @param <V> the value's type
 * @param <W> the widget's own class
 */
abstract class SimpleValue<V, W extends SimpleValue<V, W>> extends ValueWidget<V, W> {
    final Attribute<V> value;

    SimpleValue(WidgetModel model, String style, String description, StateType<V> type, V value) {
        super(model, style, description);
        this.value = attribute("value", type, value);
    }

    @Override public V value() {
        return value.get();
    }

    @Override public W value(V value) {
        this.value.set(value);
        return self();
    }

    @Override public W onChange(Consumer<? super V> listener) {
        value.onChange(listener);
        return self();
    }
}
