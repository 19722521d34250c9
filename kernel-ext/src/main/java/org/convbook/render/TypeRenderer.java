package org.convbook.render;

import java.util.Set;

import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/**
 * How values of one type, and of its subtypes, are shown. If a value cannot be drawn its {@code toString()} is shown,
 * with the reason under it: a picture that fails must not hide a result.
 *
 * @param <T> the type
 */
public abstract class TypeRenderer<T> {
    private static final Set<MIMEType> LEVELS =
        Set.of(MIMEType.TEXT_PLAIN, MIMEType.TEXT_HTML, MIMEType.IMAGE_SVG, MIMEType.IMAGE_PNG);

    private final Class<T> type;
    private volatile boolean on;

    /** A renderer for values of the type. */
    protected TypeRenderer(Class<T> type) {
        this.type = type;
    }

    /** The levels of one value. */
    protected abstract Levels show(T value);

    /** Takes part in a kernel's rendering from now on. */
    public final void install(Renderer renderer) {
        on = true;
        renderer.register(LEVELS, LEVELS, Set.of(type), this::render);
    }

    /** Stops taking part: the registry keeps the entry, so the entry falls silent and the kernel shows plain text again. */
    public final void uninstall() {
        on = false;
    }

    /** What a kernel of its own accord showed before {@link #install}, where that was more than plain text. */
    protected void renderAsBefore(T value, RenderContext context) {}

    private void render(T value, RenderContext context) {
        if (on) levels(value).into(context);
        else renderAsBefore(value, context);
    }

    private Levels levels(T value) {
        try {
            return show(value);
        } catch (RuntimeException | LinkageError e) {
            return Levels.of(value + "\n(no picture: " + e + ")");
        }
    }
}
