package org.convbook.cnn.backend.java;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.BackendContract;
import org.junit.jupiter.api.Test;

class JavaBackendTest extends BackendContract {
    private static final Backend BACKEND = JavaBackend.floats();

    @Override
    public Backend backend() {
        return BACKEND;
    }

    @Test
    void saysWhatItIs() {
        assertEquals("java", BACKEND.name());
        assertEquals("plain Java, on Java " + System.getProperty("java.version"), BACKEND.describe());
    }
}
