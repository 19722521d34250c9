package org.convbook.cnn.backend.java;

import static org.convbook.cnn.Expect.error;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.Shape;
import org.junit.jupiter.api.Test;

class JavaBufferTest {
    private static final Shape TWO = Shape.of(2);

    @Test
    void valuesFromTheHostAreTheSameBeforeAndAfterTheyAreComputedWith() {
        float[] host = {0.1f, -3};
        JavaBuffer buffer = new JavaBuffer(TWO, host);
        host[0] = 7;
        assertArrayEquals(new float[] {0.1f, -3}, buffer.floats());
        assertArrayEquals(new double[] {0.1f, -3}, buffer.values());
        assertArrayEquals(new float[] {0.1f, -3}, buffer.floats());
        assertNotSame(buffer.floats(), buffer.floats());
    }

    /** A recorded step keeps the array, so later writes go into it. */
    @Test
    void writesAreSeenBeforeAndAfterTheFirstComputation() {
        JavaBuffer buffer = new JavaBuffer(TWO, new float[] {1, 2});
        buffer.write(new float[] {3, 4});
        double[] computed = buffer.values();
        assertArrayEquals(new double[] {3, 4}, computed);
        buffer.write(new float[] {5, 6});
        assertArrayEquals(new double[] {5, 6}, computed);
        assertSame(computed, buffer.values());
    }

    @Test
    void afterItsScopeThereIsNothing() {
        JavaBuffer buffer = new JavaBuffer(TWO, new float[] {1, 2});
        buffer.free();
        String message = "a tensor [2] was used after its scope had closed";
        error(DeviceException.class, message, buffer::values);
        error(DeviceException.class, message, buffer::floats);
        error(DeviceException.class, message, () -> buffer.write(new float[] {1, 2}));
    }
}
