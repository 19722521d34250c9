package org.convbook.widget;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.convbook.render.Levels;
import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/**
 * One of several options, each a Java object with a label. The first is chosen at the start. A value that is none of the options is an
 * {@link IllegalArgumentException}.
 *
 * @param <T> the options' type
 * @param <W> the widget's own class
 */
abstract class Selection<T, W extends Selection<T, W>> extends ValueWidget<T, W> {
    private final Attribute<List<String>> labels;
    private final Attribute<Integer> index;
    private volatile List<T> options;

    Selection(String name, String style, String description, Map<String, T> labelled) {
        super(WidgetModel.control(name), style, description);
        options = new ArrayList<>(labelled.values());
        labels = attribute("_options_labels", StateType.listOf(StateType.TEXT), List.copyOf(labelled.keySet()));
        index = attribute("index", StateType.orNull(StateType.INT), options.isEmpty() ? null : 0).check(this::inside);
    }

    /** The values with the labels that {@code String.valueOf} gives; two equal labels are an {@link IllegalArgumentException}. */
    static <T> Map<String, T> labelled(String name, Iterable<? extends T> values) {
        Map<String, T> all = new java.util.LinkedHashMap<>();
        for (T value : values) {
            String label = String.valueOf(value);
            if (all.containsKey(label))
                throw new IllegalArgumentException(name + ": two options have the label \"" + label + "\"; give labels in a map");
            all.put(label, value);
        }
        return all;
    }

    /** The options, in order. */
    public List<T> options() {
        return List.copyOf(options);
    }

    /** Replaces the options and chooses the first of them. */
    public W options(List<? extends T> values) {
        Map<String, T> all = labelled(name(), values);
        hold(() -> {
            synchronized (model()) {
                options = new ArrayList<>(all.values());
                labels.set(List.copyOf(all.keySet()));
            }
            index.set(null);
            if (!all.isEmpty()) index.set(0);
        });
        return self();
    }

    /** The chosen option, or null where none is. */
    @Override public T value() {
        return at(index.get());
    }

    /** Chooses the option that equals the value; null chooses none. */
    @Override public W value(T value) {
        int at = value == null ? -1 : options.indexOf(value);
        if (value != null && at < 0)
            throw new IllegalArgumentException(name() + ": value must be one of " + String.join(", ", labels.get()) + ", got " + value);
        index.set(value == null ? null : Integer.valueOf(at));
        return self();
    }

    @Override public W onChange(Consumer<? super T> listener) {
        index.onChange(i -> {
            if (i != null) listener.accept(at(i));
        });
        return self();
    }

    @Override Levels still() {
        Integer chosen = index.get();
        String value = chosen == null ? "none" : labels.get().get(chosen);
        String text = head() + " = " + value + " (of " + String.join(", ", labels.get()) + ")";
        return Levels.of(Still.options(description(), labels.get(), chosen), text);
    }

    private T at(Integer i) {
        List<T> all = options;
        return i == null || i >= all.size() ? null : all.get(i);
    }

    private Integer inside(Integer i) {
        if (i != null && (i < 0 || i >= options.size()))
            throw new IllegalArgumentException(name() + ": there is no option " + i + " of " + options.size());
        return i;
    }
}
