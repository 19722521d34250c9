package org.convbook.cnn.backend;

/** A device or its library failed: it cannot be loaded, has no memory left, or refuses an operation. */
public class DeviceException extends RuntimeException {
    /** With one sentence that says what failed and, if known, what helps. */
    public DeviceException(String message) {
        super(message);
    }

    /** With one sentence and the failure below it. */
    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
