package org.convbook.cnn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.function.Executable;

/** What tests of tensors and layers say often. */
public final class Expect {
    private Expect() {}

    /** Shape and values, given in rows; blanks and new lines part the numbers. */
    public static void values(String expected, Tensor actual, int... shape) {
        assertEquals(Shape.of(shape), actual.shape());
        assertArrayEquals(numbers(expected), actual.toArray(), (float) Tolerance.FLOAT_ROUNDING);
    }

    /** A tensor of numbers given in rows. */
    public static Tensor tensor(String values, int... shape) {
        return Tensor.of(numbers(values), shape);
    }

    private static float[] numbers(String text) {
        String[] parts = text.strip().split("[\\s/]+");
        float[] numbers = new float[parts.length];
        for (int i = 0; i < parts.length; i++) numbers[i] = Float.parseFloat(parts[i]);
        return numbers;
    }

    /** An error of this very type with this whole message. */
    public static void error(Class<? extends Throwable> type, String message, Executable action) {
        Throwable e = assertThrows(type, action);
        assertEquals(message, e.getMessage());
    }
}
