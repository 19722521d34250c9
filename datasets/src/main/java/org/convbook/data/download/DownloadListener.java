package org.convbook.data.download;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Is told how a download gets on, about once in 64 KiB, by the thread that asked for it. */
@FunctionalInterface
public interface DownloadListener {
    /** Hears nothing. */
    DownloadListener NONE = (file, done, total) -> { };

    /** Gives {@code out} a line after five seconds, with the time that is left, and then ever more rarely; a quick download says nothing. */
    static DownloadListener lines(Consumer<String> out) {
        return new DownloadLines(out, () -> TimeUnit.NANOSECONDS.toSeconds(System.nanoTime()));
    }

    /** {@code done} of {@code total} bytes of {@code file} are on disk. */
    void progress(String file, long done, long total);
}
