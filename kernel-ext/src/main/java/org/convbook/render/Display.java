package org.convbook.render;

import java.awt.image.BufferedImage;
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

    /** Shows the values beside each other, as one output; where one of them is alive, such as a widget, each as an output of its own. */
    public static void show(Object... values) {
        if (values == null || values.length == 0)
            throw new IllegalArgumentException("show: nothing to show; give at least one value, such as show(image)");
        DisplayData[] all = Arrays.stream(values).map(Display::data).toArray(DisplayData[]::new);
        if (all.length == 1 || Arrays.stream(all).anyMatch(Levels::alive)) for (DisplayData data : all) connection.sink.display(data);
        else connection.sink.display(Levels.row(Arrays.stream(all).map(Levels::of).toArray(Levels[]::new)).data());
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

    /** The static levels on which a value is shown. */
    public static Levels levels(Object value) {
        if (value instanceof Levels levels) return levels;
        return value instanceof BufferedImage picture ? Renderers.IMAGE.show(picture) : Levels.of(data(value));
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
