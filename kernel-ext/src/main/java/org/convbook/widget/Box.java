package org.convbook.widget;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.convbook.render.Levels;
import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/** Widgets put together. A box in itself, at any depth, is an {@link IllegalArgumentException}. */
public abstract class Box extends Widget {
    private final Attribute<List<WidgetModel>> models;
    private List<Widget> children;                             // guarded by the model, like models

    Box(String name, Widget... children) {
        super(WidgetModel.control(name));
        this.children = List.of(children);
        models = attribute("children", StateType.listOf(StateType.MODEL), models(this.children));
    }

    /** What is in the box, in order. */
    public final List<Widget> children() {
        synchronized (model()) {
            return children;
        }
    }

    /** Puts the widgets into the box in place of what was there. */
    public final void children(Widget... widgets) {
        put(List.of(widgets));
    }

    /** Takes the box off the page, and what is in it. */
    @Override public void close() {
        super.close();
        children().forEach(Widget::close);
    }

    /** The HTML of the box around the HTML of the parts. */
    abstract String around(List<String> parts);

    @Override Levels still() {
        List<Levels> parts = children().stream().map(Widget::still).toList();
        String text = parts.isEmpty() ? name() + ", empty" : parts.stream().map(Levels::text).collect(Collectors.joining("\n"));
        return Levels.of(Still.notTooLong(around(parts.stream().map(Levels::html).toList()), text), text);
    }

    final void put(List<Widget> widgets) {
        Set<WidgetModel> inside = new LinkedHashSet<>();
        widgets.forEach(w -> w.model().references(inside));
        if (inside.contains(model())) throw new IllegalArgumentException(name() + ": a box cannot be put into itself");
        synchronized (model()) {
            children = List.copyOf(widgets);
            models.set(models(children));
        }
    }

    static List<Widget> and(List<Widget> some, Widget... more) {
        List<Widget> all = new ArrayList<>(some);
        all.addAll(Arrays.asList(more));
        return all;
    }

    private static List<WidgetModel> models(List<Widget> widgets) {
        return widgets.stream().map(Widget::model).toList();
    }
}
