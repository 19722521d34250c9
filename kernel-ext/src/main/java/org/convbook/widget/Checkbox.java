package org.convbook.widget;

import org.convbook.render.Levels;
import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/** A box to tick. */
public final class Checkbox extends SimpleValue<Boolean, Checkbox> {
    private final Attribute<Boolean> indent;

    /** A box that is ticked or not. */
    public Checkbox(String description, boolean value) {
        super(WidgetModel.control("Checkbox"), "CheckboxStyle", description, StateType.FLAG, value);
        indent = attribute("indent", StateType.FLAG, true);
    }

    /** Whether it is moved to the right, in line with controls that have a description. */
    public Checkbox indent(boolean indent) {
        this.indent.set(indent);
        return this;
    }

    @Override Levels still() {
        return Levels.of(Still.tick(description(), value()), head() + " = " + value());
    }
}
