package org.convbook.data.download;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A file could not be fetched or stored; the message says which, why at each mirror, and what would help. */
public final class DownloadException extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    /** With a message of one sentence and the last thing that went wrong. */
    public DownloadException(String message, IOException cause) {
        super(message, cause);
    }
}
