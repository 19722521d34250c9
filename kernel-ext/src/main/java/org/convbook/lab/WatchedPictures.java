package org.convbook.lab;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.render.Display;
import org.convbook.render.Html;
import org.convbook.render.Levels;
import org.convbook.render.LiveDisplay;
import org.convbook.render.Showable;

/**
 * Pictures that are drawn anew while a training goes on, as one output. Between two drawings passes a second at least, and so long that the
 * training loses no more than a fortieth of its time.
 */
final class WatchedPictures {
    private static final long LEAST = 1_000_000_000L;
    private static final int SHARE = 40;

    private final List<Supplier<?>> pictures;
    private final LiveDisplay live;
    private Object[] values = {};
    private volatile long drawing;                                     // how long the last one took on the thread that redraws
    private long asking;
    private long end;

    WatchedPictures(List<Supplier<?>> pictures) {
        this.pictures = List.copyOf(pictures);
        live = pictures.isEmpty() ? null : Display.live();
    }

    /** Draws if it is time to. */
    void drawIfDue() {
        if (live != null && System.nanoTime() - end >= Math.max(LEAST, SHARE * (asking + drawing))) draw();
    }

    /** Asks for every picture, here and now; it is turned into a drawing on the thread that redraws. */
    void draw() {
        if (live == null) return;
        long start = System.nanoTime();
        Object[] now = pictures.stream().map(WatchedPictures::ask).toArray();
        values = now;
        live.update(() -> levels(now, false));
        end = System.nanoTime();
        asking = end - start;
    }

    /** The last state stays. */
    void close() {
        if (live == null) return;
        draw();
        Object[] last = values;
        live.update(() -> levels(last, true));
        live.close();
    }

    /** A picture that cannot be made says why; the training goes on. */
    private static Object ask(Supplier<?> picture) {
        try {
            Object value = picture.get();
            if (value instanceof Figure || value instanceof Drawn) return value;
            return "a watched picture must be a Figure or something drawn, got " + (value == null ? "null" : value.getClass().getSimpleName());
        } catch (RuntimeException e) {
            return "no picture: " + e;
        }
    }

    private Levels levels(Object[] shown, boolean lasting) {
        long start = System.nanoTime();
        Levels all = Levels.row(Arrays.stream(shown).map(v -> one(v, lasting)).toArray(Levels[]::new));
        drawing = System.nanoTime() - start;
        return all;
    }

    private static Levels one(Object value, boolean lasting) {
        if (value instanceof String text) return Levels.of(Html.note(text), text);
        if (lasting && value instanceof Showable s) return s.levels();
        Figure figure = value instanceof Figure f ? f : ((Drawn) value).figure();
        return lasting ? Levels.of(figure) : Levels.passing(figure);
    }
}
