package org.convbook.render;

import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * One output that is redrawn in place, at most five times a second, and a costly one so rarely, once a second at least, that the drawing takes
 * no more than a fiftieth of the time. Whatever was given last is always shown in the end,
 * also when nobody calls {@link #close}. All methods may be called from any thread. The first value is drawn on the caller's thread,
 * which tells the notebook whose output it is; later ones on a thread of their own, so {@link #update} costs next to nothing.
 */
public final class LiveDisplay implements AutoCloseable {
    private static final long INTERVAL = 200_000_000L;
    private static final long LONGEST = 1_000_000_000L;
    private static final int SHARE = 50;

    private final String id = UUID.randomUUID().toString();
    private final DisplaySink sink;
    private final Function<Object, Levels> render;
    private final Clock clock;
    private final Object sending = new Object();

    private Supplier<?> pending;          // this and the next three are guarded by this
    private boolean scheduled;
    private boolean shown;
    private boolean closed;
    private long lastSent;
    private long pause = INTERVAL;

    LiveDisplay(DisplaySink sink, Function<Object, Levels> render, Clock clock) {
        this.sink = sink;
        this.render = render;
        this.clock = clock;
    }

    /** Shows the value in place of what is there; it must not change afterwards. Ignored after {@link #close}. */
    public void update(Object value) {
        later(() -> value);
    }

    /** Shows what the supplier gives when it is time to redraw; updates that come sooner replace each other unasked. */
    public void update(Supplier<?> value) {
        later(value);
    }

    /** Shows the last value at once and takes no more. */
    @Override public void close() {
        synchronized (this) {
            closed = true;
        }
        send();
    }

    private void later(Supplier<?> value) {
        boolean first;
        long wait;
        synchronized (this) {
            if (closed) return;
            pending = value;
            if (scheduled) return;
            scheduled = true;
            first = !shown;
            wait = Math.max(0, lastSent + pause - clock.now());
        }
        if (first) send();
        else clock.later(wait, this::send);
    }

    private void send() {
        synchronized (sending) {                              // one redraw at a time, in order; update never waits for it
            Supplier<?> value;
            boolean first, last;
            synchronized (this) {
                value = pending;
                pending = null;
                scheduled = false;
                first = !shown;
                last = closed;
                if (value == null) return;
                shown = true;
            }
            long start = clock.now();
            DisplayData data = levels(value).data();
            data.setDisplayId(id);
            if (first) sink.display(data);
            else sink.update(data);
            if (last && !first && sink instanceof PrintSink print) print.display(data);
            synchronized (this) {
                lastSent = clock.now();
                pause = Math.max(INTERVAL, Math.min(LONGEST, SHARE * (lastSent - start)));
            }
        }
    }

    /** A picture that fails on the redraw thread is shown as its message: there is no caller to throw to. */
    private Levels levels(Supplier<?> value) {
        try {
            return render.apply(value.get());
        } catch (RuntimeException | LinkageError e) {
            return Levels.of("cannot be drawn: " + e);
        }
    }
}
