package org.convbook.widget;

import java.util.function.Consumer;

import org.convbook.render.Levels;
import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/** A field to type a line of text into. */
public final class Text extends SimpleValue<String, Text> {
    private final Attribute<String> placeholder;
    private final Attribute<Boolean> continuous;

    /** A field that holds the value. */
    public Text(String description, String value) {
        super(WidgetModel.control("Text"), "TextStyle", description, StateType.TEXT, value);
        placeholder = attribute("placeholder", StateType.TEXT, "\u200b");
        continuous = attribute("continuous_update", StateType.FLAG, true);
    }

    /** The grey text that an empty field shows. */
    public Text placeholder(String text) {
        placeholder.set(text);
        return this;
    }

    /** Whether listeners hear every key, or only the text when the user has finished. */
    public Text continuous(boolean continuous) {
        this.continuous.set(continuous);
        return this;
    }

    /** Calls the listener with the text when the user presses Enter. */
    public Text onSubmit(Consumer<? super String> listener) {
        model().onCustom(content -> {
            if ("submit".equals(content.get("event"))) listener.accept(value());
        });
        return this;
    }

    @Override Levels still() {
        return Levels.of(Still.field(description(), value()), head() + " = \"" + value() + "\"");
    }
}
