package org.convbook.widget;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;

/**
 * Widgets with titles, one of which is open.
 *
 * @param <W> the widget's own class
 */
abstract class Pages<W extends Pages<W>> extends Box {
    private final Attribute<List<String>> titles;
    private final Attribute<Integer> selected;

    Pages(String name) {
        super(name);
        titles = attribute("titles", StateType.listOf(StateType.TEXT), List.of());
        selected = attribute("selected_index", StateType.orNull(StateType.INT), null).check(this::inside);
    }

    /** Adds a page at the end. */
    public W add(String title, Widget page) {
        hold(() -> {
            put(and(children(), page));
            List<String> all = new ArrayList<>(titles.get());
            all.add(title);
            titles.set(all);
        });
        return self();
    }

    /** Which page is open, from 0; null where none is. */
    public Integer selected() {
        return selected.get();
    }

    /** Opens a page, counted from 0; null closes all. */
    public W select(Integer page) {
        selected.set(page);
        return self();
    }

    /** Calls the listener with the number of each page that is opened; null where all have been closed. */
    public W onSelect(Consumer<? super Integer> listener) {
        selected.onChange(listener);
        return self();
    }

    @Override final boolean speaks() {
        return true;
    }

    @Override String around(List<String> parts) {
        return Still.pages(titles.get(), parts);
    }

    @SuppressWarnings("unchecked")
    private W self() {
        return (W) this;
    }

    private Integer inside(Integer page) {
        int pages = children().size();
        if (page != null && (page < 0 || page >= pages))
            throw new IllegalArgumentException(name() + ": there is no page " + page + "; it has " + pages);
        return page;
    }
}
