package org.convbook.widget;

import org.convbook.render.Levels;
import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/** A piece of HTML that can change. Text from elsewhere must go through {@code Display.escape} first. */
public final class HTML extends Control<HTML> {
    private final Attribute<String> value;

    /** A piece of HTML. */
    public HTML(String value) {
        super(WidgetModel.control("HTML"), "HTMLStyle", "");
        this.value = attribute("value", StateType.TEXT, value);
    }

    /** The HTML. */
    public String value() {
        return value.get();
    }

    /** Sets the HTML. */
    public HTML value(String html) {
        value.set(html);
        return this;
    }

    @Override Levels still() {
        return Levels.of("<div>" + value() + "</div>", value().replaceAll("<[^>]*>", "").strip());
    }
}
