package org.convbook.data.download;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says in lines how a download gets on that takes more than a few seconds: after the first five, and when it has taken twice as long as at the last
 * line.
 */
final class DownloadLines implements DownloadListener {
    private static final long FIRST = 5;

    private final Consumer<String> out;
    private final LongSupplier seconds;
    private String file = "";
    private long start, next, from, last;

    DownloadLines(Consumer<String> out, LongSupplier seconds) {
        this.out = out;
        this.seconds = seconds;
    }

    @Override public void progress(String name, long done, long total) {
        long now = seconds.getAsLong();
        if (!name.equals(file) || done < last) begin(name, done, now);
        last = done;
        long taken = now - start;
        if (taken < next || done == total || done == from) return;
        out.accept(String.format(Locale.ROOT, "%s: %.1f of %.1f MB, about %s left", name, done / 1e6, total / 1e6,
            inWords(taken * (double) (total - done) / (done - from))));
        next = 2 * taken;
    }

    /** Another file, or the same from its beginning. */
    private void begin(String name, long done, long now) {
        if (!name.equals(file)) next = FIRST;
        file = name;
        start = now;
        from = done;
    }

    private static String inWords(double seconds) {
        if (seconds < 90) return Math.max(1, Math.round(seconds)) + " s";
        return Math.round(seconds / 60) + " minutes";
    }
}
