package org.convbook.widget;

import org.convbook.render.Levels;
import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/** A button that stays pressed until it is pressed again. */
public final class ToggleButton extends SimpleValue<Boolean, ToggleButton> {
    private final Attribute<Accent> accent;
    private final Attribute<String> icon;

    /** A button that is pressed or not. */
    public ToggleButton(String description, boolean value) {
        super(WidgetModel.control("ToggleButton"), "ToggleButtonStyle", description, StateType.FLAG, value);
        accent = attribute("button_style", StateType.choice(Accent.class), Accent.NONE);
        icon = attribute("icon", StateType.TEXT, "");
    }

    /** Sets its colour. */
    public ToggleButton accent(Accent accent) {
        this.accent.set(accent);
        return this;
    }

    /** Sets the Font Awesome icon before the text, by its name without "fa-". */
    public ToggleButton icon(String name) {
        icon.set(name);
        return this;
    }

    @Override Levels still() {
        return Levels.of(Still.tick(description(), value()), head() + " = " + value());
    }
}
