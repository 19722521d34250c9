package org.convbook.cnn.tensor;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Random;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.backend.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PadTest {
    /** The pictures of PaddingMode's documentation, with 1 2 3 4 for a b c d. */
    @ParameterizedTest
    @CsvSource({"ZEROS,0 0 1 2 3 4 0 0 0", "REFLECT,3 2 1 2 3 4 3 2 1", "REPLICATE,1 1 1 2 3 4 4 4 4", "CIRCULAR,3 4 1 2 3 4 1 2 3"})
    void modesAreAsInTheirPictures(PaddingMode mode, String expected) {
        Tensor row = tensor("1 2 3 4", 1, 1, 1, 4);
        values(expected, row.pad(3, 2, 3, mode), 1, 1, 1, 9);
        values(expected, row.reshape(1, 1, 4, 1).pad(2, 2, 3, mode), 1, 1, 9, 1);
        values("1 2 3 4", row.pad(3, 0, 0, mode), 1, 1, 1, 4);
        assertSame(row, row.pad(3, 0, 0, mode), "nothing to do");
    }

    @ParameterizedTest
    @EnumSource(PaddingMode.class)
    void gradientsMatchFiniteDifferences(PaddingMode mode) {
        GradientCheck.verify("pad " + mode, x -> x.pad(2, 2, 1, mode).pad(3, 0, 3, mode), new Random(7), 2, 3, 4, 5);
    }

    @ParameterizedTest
    @EnumSource(PaddingMode.class)
    void anEmptyBatchStaysEmpty(PaddingMode mode) {
        assertEquals(Shape.of(0, 2, 5, 4), Tensor.zeros(0, 2, 3, 4).pad(2, 1, 1, mode).shape());
    }

    @Test
    void whatAnImageCannotGiveIsRefused() {
        Tensor x = Tensor.zeros(1, 1, 3, 4);
        error(ShapeException.class, "pad: reflect padding of 3 needs more than the 3 pixels of axis 2 of [1, 1, 3, 4]",
            () -> x.pad(2, 0, 3, PaddingMode.REFLECT));
        error(ShapeException.class, "pad: circular padding of 4 needs more than the 3 pixels of axis 2 of [1, 1, 3, 4]",
            () -> x.pad(2, 4, 0, PaddingMode.CIRCULAR));
        error(ShapeException.class, "pad: replicate padding of 1 needs more than the 0 pixels of axis 0 of [0]",
            () -> Tensor.zeros(0).pad(0, 1, 0, PaddingMode.REPLICATE));
        error(ShapeException.class, "pad: there is no axis 4 in [1, 1, 3, 4]", () -> x.pad(4, 1, 1, PaddingMode.ZEROS));
        error(ShapeException.class, "pad: padding must not be negative, got 1 and -1", () -> x.pad(2, 1, -1, PaddingMode.ZEROS));
        assertEquals(Shape.of(1, 1, 5, 4), x.pad(2, 2, 0, PaddingMode.REFLECT).shape(), "size - 1 is just possible");
        assertEquals(Shape.of(1, 1, 6, 4), x.pad(2, 3, 0, PaddingMode.CIRCULAR).shape());
    }
}
