package org.convbook.widget;

import java.util.Objects;

import org.convbook.render.Levels;
import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/** A button. While a cell runs, clicks wait until it has ended, or until it calls {@link Widgets#poll}, as a training shown by its panel does. */
public final class Button extends Control<Button> {
    private final Attribute<Boolean> disabled;
    private final Attribute<Accent> accent;
    private final Attribute<String> icon;

    /** A button with a text. */
    public Button(String description) {
        super(WidgetModel.control("Button"), "ButtonStyle", description);
        disabled = attribute("disabled", StateType.FLAG, false);
        accent = attribute("button_style", StateType.choice(Accent.class), Accent.NONE);
        icon = attribute("icon", StateType.TEXT, "");
    }

    /** Runs the task at every click, on the thread that runs the cells. */
    public Button onClick(Runnable task) {
        Objects.requireNonNull(task, "the task of a click");
        model().onCustom(content -> {
            if ("click".equals(content.get("event"))) task.run();
        });
        return this;
    }

    /** Whether it cannot be pressed. */
    public boolean disabled() {
        return disabled.get();
    }

    /** Sets whether it cannot be pressed. */
    public Button disabled(boolean disabled) {
        this.disabled.set(disabled);
        return this;
    }

    /** Sets its colour. */
    public Button accent(Accent accent) {
        this.accent.set(accent);
        return this;
    }

    /** Sets the Font Awesome icon before the text, by its name without "fa-". */
    public Button icon(String name) {
        icon.set(name);
        return this;
    }

    @Override boolean speaks() {
        return true;
    }

    @Override Levels still() {
        return Levels.of(Still.button(description(), false), head());
    }
}
