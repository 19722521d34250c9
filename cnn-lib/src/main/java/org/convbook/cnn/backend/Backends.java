package org.convbook.cnn.backend;

import org.convbook.cnn.backend.java.JavaBackend;

/** The backends of this machine. */
public final class Backends {
    private static final Backend JAVA = JavaBackend.floats();

    private Backends() {}

    /** The reference in plain Java; there is always this one. */
    public static Backend java() {
        return JAVA;
    }
}
