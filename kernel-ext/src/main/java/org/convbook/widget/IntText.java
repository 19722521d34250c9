package org.convbook.widget;

import org.convbook.render.Levels;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/** A field to type a whole number into. */
public final class IntText extends SimpleValue<Integer, IntText> {
    /** A field that holds the value. */
    public IntText(String description, int value) {
        super(WidgetModel.control("IntText"), "DescriptionStyle", description, StateType.INT, value);
        attribute("step", StateType.INT, 1);
        attribute("continuous_update", StateType.FLAG, false);
    }

    @Override Levels still() {
        return Levels.of(Still.field(description(), String.valueOf(value())), head() + " = " + value());
    }
}
