package org.convbook.data;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A data file is missing, damaged or of another kind than expected; the message names the file, the place and what would be right. */
public final class DataFileException extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    /** With a message of one sentence. */
    public DataFileException(String message) {
        super(message, new IOException(message));
    }

    /** With a message of one sentence and what lies behind it. */
    public DataFileException(String message, IOException cause) {
        super(message, cause);
    }
}
