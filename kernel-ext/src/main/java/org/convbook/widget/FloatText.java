package org.convbook.widget;

import org.convbook.render.Levels;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/** A field to type a number into; one that is not finite is an {@link IllegalArgumentException}. */
public final class FloatText extends SimpleValue<Double, FloatText> {
    /** A field that holds the value. */
    public FloatText(String description, double value) {
        super(WidgetModel.control("FloatText"), "DescriptionStyle", description, StateType.FLOAT, value);
        attribute("continuous_update", StateType.FLAG, false);
    }

    /** Sets the value. */
    public FloatText value(double value) {
        return value((Double) value);
    }

    @Override Levels still() {
        return Levels.of(Still.field(description(), String.valueOf(value())), head() + " = " + value());
    }
}
