package org.convbook.widget;

import org.convbook.render.Html;
import org.convbook.render.Levels;
import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/** A line of text; formulas between dollar signs are set. */
public final class Label extends Control<Label> {
    private final Attribute<String> value;

    /** A line of text. */
    public Label(String value) {
        super(WidgetModel.control("Label"), "LabelStyle", "");
        this.value = attribute("value", StateType.TEXT, value);
    }

    /** The text. */
    public String value() {
        return value.get();
    }

    /** Sets the text. */
    public Label value(String text) {
        value.set(text);
        return this;
    }

    @Override Levels still() {
        return Levels.of("<span>" + Html.escape(value()) + "</span>", value());
    }
}
