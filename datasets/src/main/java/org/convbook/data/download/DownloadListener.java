package org.convbook.data.download;

/** Is told how a download gets on, about once in 64 KiB, by the thread that asked for it. */
@FunctionalInterface
public interface DownloadListener {
    /** Hears nothing. */
    DownloadListener NONE = (file, done, total) -> { };

    /** {@code done} of {@code total} bytes of {@code file} are on disk. */
    void progress(String file, long done, long total);
}
