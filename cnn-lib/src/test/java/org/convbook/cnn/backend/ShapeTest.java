package org.convbook.cnn.backend;

import static org.convbook.cnn.Expect.error;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class ShapeTest {
    private final Shape s = Shape.of(2, 3, 4);

    @Test
    void knowsItsSizes() {
        assertEquals(3, s.rank());
        assertEquals(24, s.count());
        assertEquals(4, s.size(-1));
        assertEquals(2, s.size(-3));
        assertArrayEquals(new int[] {12, 4, 1}, s.strides());
        assertEquals("[2, 3, 4]", s.toString());
        assertEquals(1, Shape.of().count());
        assertEquals("[]", Shape.of().toString());
        assertEquals(0, Shape.of(3, 0, 5).count());
    }

    @Test
    void neverChanges() {
        int[] sizes = {2, 3};
        Shape shape = Shape.of(sizes);
        sizes[0] = 9;
        shape.sizes()[1] = 9;
        assertEquals(Shape.of(2, 3), shape);
        assertEquals(Shape.of(2, 3).hashCode(), shape.hashCode());
        assertNotEquals(Shape.of(3, 2), shape);
        assertEquals(Shape.of(2, 7), shape.with(-1, 7));
        assertEquals(Shape.of(7, 3), shape.with(0, 7));
        assertEquals(Shape.of(2, 3), shape);
    }

    @Test
    void repeatsSizesOfOneFromTheLastAxisOn() {
        assertEquals(s, s.broadcast(Shape.of(4)));
        assertEquals(s, Shape.of(3, 1).broadcast(s));
        assertEquals(s, Shape.of().broadcast(s));
        assertEquals(Shape.of(2, 3), Shape.of(2, 1).broadcast(Shape.of(1, 3)));
        assertEquals(Shape.of(0, 3), Shape.of(0, 1).broadcast(Shape.of(3)), "nothing repeats to nothing");
        assertNull(s.broadcast(Shape.of(3)));
        assertNull(s.broadcast(Shape.of(2, 1, 1, 5)));
    }

    @Test
    void impossibleSizesAreRefused() {
        error(IllegalArgumentException.class, "a shape has no negative size, got [2, -1]", () -> Shape.of(2, -1));
        error(IllegalArgumentException.class, "too many values for one tensor: [65536, 32768]", () -> Shape.of(65536, 32768));
        assertEquals(Integer.MAX_VALUE, Shape.of(Integer.MAX_VALUE).count());
    }
}
