package org.convbook.render;

import java.util.Arrays;
import java.util.List;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;

import tech.tablesaw.api.Table;

/**
 * Shows values in the notebook: {@code show(net)}, {@code show(before, after)}. Outside a notebook their text is printed.
 * Shown together, a picture, a table and a text stand beside each other.
 */
public final class Display {
    /** What a notebook connected; one reference, so that both change together. */
    private record Connection(Renderer renderer, DisplaySink sink) {}

    private static volatile Connection connection = plain();

    private Display() {}

    /** Shows the values beside each other, as one output. */
    public static void show(Object... values) {
        if (values == null || values.length == 0)
            throw new IllegalArgumentException("show: nothing to show; give at least one value, such as show(image)");
        connection.sink.display(values.length == 1 ? data(values[0])
            : Levels.row(Arrays.stream(values).map(Display::levels).toArray(Levels[]::new)).data());
    }

    /** Shows HTML as it is. Text from elsewhere must go through {@link #escape} first. */
    public static void html(String html) {
        connection.sink.display(Levels.of(html, html.replaceAll("<[^>]*>", "").strip()).data());
    }

    /** Shows the first {@code rows} rows of a table instead of the usual 20. */
    public static void table(Table table, int rows) {
        connection.sink.display(TableRenderer.show(table, rows).data());
    }

    /** The text with HTML's special characters escaped. */
    public static String escape(String text) {
        return Html.escape(text);
    }

    /** An output that can be redrawn in place, about five times a second. */
    public static LiveDisplay live() {
        return new LiveDisplay(connection.sink, Display::levels, Clock.REAL);
    }

    /** Takes the outputs of the running cell away, at once or when the next output comes. */
    public static void clear(boolean wait) {
        connection.sink.clear(wait);
    }

    /** The levels on which a value is shown. */
    static Levels levels(Object value) {
        return value instanceof Levels levels ? levels : Levels.of(data(value));
    }

    static void connect(Renderer renderer, DisplaySink sink) {
        connection = new Connection(renderer, sink);
    }

    static void disconnect() {
        connection = plain();
    }

    private static DisplayData data(Object value) {
        if (value instanceof DisplayData data) return data;
        return value == null ? Levels.of("null").data() : connection.renderer.render(value);
    }

    private static Connection plain() {
        Renderer renderer = new Renderer();
        List<TypeRenderer<?>> all = Renderers.all();
        all.forEach(r -> r.install(renderer));
        return new Connection(renderer, new PrintSink(System.out));
    }
}
