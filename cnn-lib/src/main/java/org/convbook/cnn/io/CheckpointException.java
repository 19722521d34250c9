package org.convbook.cnn.io;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A checkpoint file that cannot be read or written, or is damaged; the message names the file, the place and what would be right. */
public final class CheckpointException extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    /** With a message of one sentence. */
    public CheckpointException(String message) {
        super(message, new IOException(message));
    }

    /** With a message of one sentence and what lies behind it. */
    public CheckpointException(String message, IOException cause) {
        super(message, cause);
    }
}
