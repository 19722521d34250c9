package org.convbook.cnn.backend.java;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.convbook.cnn.Tolerance;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.BackendContract;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.Shape;
import org.junit.jupiter.api.Test;

class JavaDoublesTest extends BackendContract {
    private static final JavaBackend BACKEND = JavaBackend.doubles();

    @Override
    public Backend backend() {
        return BACKEND;
    }

    @Override
    public double tolerance() {
        return Tolerance.DOUBLE_OPERATION;
    }

    @Override
    public double chainTolerance() {
        return Tolerance.DOUBLE_CHAIN;
    }

    @Test
    void keepsAllDigits() {
        Buffer x = BACKEND.fill(Shape.of(2), 0);
        BACKEND.writeDoubles(x, new double[] {0.1, 1 + 1e-12});
        assertArrayEquals(new double[] {0.1, 1 + 1e-12}, BACKEND.downloadDoubles(x));
        assertEquals("plain Java in double, on Java " + System.getProperty("java.version"), BACKEND.describe());
    }
}
