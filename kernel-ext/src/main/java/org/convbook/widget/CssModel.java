package org.convbook.widget;

import java.util.List;

import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.WidgetModel;

/** A model whose attributes are CSS values as text; null, or empty where the page has it so, for the page's own. */
abstract class CssModel<S extends CssModel<S>> {
    private final WidgetModel model;
    private final List<String> names;

    CssModel(WidgetModel model, List<String> names) {
        this.model = model;
        this.names = names;
    }

    @SuppressWarnings("unchecked")
    private S self() {
        return (S) this;
    }

    /** Sets any attribute by its CSS name, with {@code _} or {@code -}; a name that is none is an {@link IllegalArgumentException}. */
    public final S set(String name, String css) {
        attribute(name).set(css);
        return self();
    }

    /** The value of an attribute, or null. */
    public final String get(String name) {
        return attribute(name).get();
    }

    /** What is set. */
    @Override public final String toString() {
        return getClass().getSimpleName() + names.stream().filter(n -> get(n) != null && !get(n).isEmpty()).map(n -> " " + n + "=" + get(n))
            .reduce("", String::concat);
    }

    final WidgetModel model() {
        return model;
    }

    @SuppressWarnings("unchecked")                             // all are text
    private Attribute<String> attribute(String name) {
        return (Attribute<String>) model.attribute(name.replace('-', '_'));
    }
}
