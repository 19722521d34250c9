package org.convbook.cnn.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Who owns what, and until when. */
@SuppressWarnings("try")   // a scope is opened for what it frees
public interface MemoryContract extends ContractPart {
    private Buffer three() {
        return backend().upload(Shape.of(3), new float[] {1, 2, 3});
    }

    @Test
    default void whatAScopeMadeIsGoneWhenItCloses() {
        Buffer gone;
        try (Scope scope = backend().scope()) {
            gone = backend().affine(three(), 2, 0);
        }
        DeviceException e = assertThrows(DeviceException.class, () -> backend().download(gone));
        assertEquals("a tensor [3] was used after its scope had closed", e.getMessage());
        assertThrows(DeviceException.class, () -> backend().affine(gone, 1, 0));
        assertThrows(DeviceException.class, () -> backend().write(gone, new float[3]));
    }

    @Test
    default void whatWasMadeBeforeAScopeOutlivesIt() {
        Buffer before = three();
        try (Scope scope = backend().scope()) {
            backend().unary(UnaryOp.TANH, before);
            backend().write(before, new float[] {4, 5, 6});
        }
        assertArrayEquals(new float[] {4, 5, 6}, backend().download(before));
    }

    @Test
    default void keepHandsABufferToTheScopeOutside() {
        Buffer kept;
        try (Scope outer = backend().scope()) {
            try (Scope inner = backend().scope()) {
                kept = backend().affine(three(), 2, 0);
                inner.keep(kept);
            }
            assertArrayEquals(new float[] {2, 4, 6}, backend().download(kept));
        }
        assertThrows(DeviceException.class, () -> backend().download(kept));
    }

    @Test
    default void keepWithoutAScopeOutsideLetsABufferLiveOn() {
        Buffer kept;
        try (Scope scope = backend().scope()) {
            kept = backend().affine(three(), 2, 0);
            scope.keep(kept);
            scope.keep(kept);   // twice changes nothing
        }
        try (Scope other = backend().scope()) {
            for (int i = 0; i < 10; i++) three();   // nothing else takes its place
        }
        assertArrayEquals(new float[] {2, 4, 6}, backend().download(kept));
    }

    @Test
    default void aResultThatSharesMemoryKeepsItWhenItIsKept() {
        Buffer kept;
        try (Scope scope = backend().scope()) {
            kept = backend().reshape(backend().affine(backend().upload(Shape.of(2, 3), new float[] {1, 2, 3, 4, 5, 6}), 2, 0), Shape.of(6));
            scope.keep(kept);
        }
        try (Scope other = backend().scope()) {
            for (int i = 0; i < 10; i++) backend().fill(Shape.of(6), 9);
        }
        assertArrayEquals(new float[] {2, 4, 6, 8, 10, 12}, backend().download(kept));
    }

    @Test
    default void innerScopesFreeOnlyTheirOwn() {
        try (Scope outer = backend().scope()) {
            Buffer mine = three();
            try (Scope inner = backend().scope()) {
                backend().affine(mine, 3, 0);
            }
            assertArrayEquals(new float[] {1, 2, 3}, backend().download(mine));
        }
    }

    @Test
    default void memoryReturnsToTheByte() {
        Buffer outside = three();
        long before = settledBytes();
        for (int round = 0; round < 3; round++) {
            try (Scope outer = backend().scope()) {
                Buffer x = backend().upload(Shape.of(2, 3, 8, 8), new float[384]);
                long one = backend().bytesInUse();
                assertTrue(one >= before + 4 * 384, "an upload of 384 values is not counted: " + before + " to " + one);
                try (Scope inner = backend().scope()) {
                    backend().unary(UnaryOp.TANH, throughConvolution(x));
                    inner.keep(x);   // not its own: nothing changes
                    assertTrue(backend().bytesInUse() > one);
                }
                assertEquals(one, backend().bytesInUse());
            }
            assertEquals(before, backend().bytesInUse());
        }
        assertArrayEquals(new float[] {1, 2, 3}, backend().download(outside));
    }

    @Test
    default void aScopeClosesWhenItsComputationFails() {
        long before = settledBytes();
        assertThrows(IllegalStateException.class, () -> {
            try (Scope scope = backend().scope()) {
                three();
                throw new IllegalStateException("in the middle");
            }
        });
        assertEquals(before, backend().bytesInUse());
    }

    @Test
    default void whatIsMadeUnscopedBelongsToNoScope() {
        long before = settledBytes();
        Buffer made;
        try (Scope outer = backend().scope()) {
            try (Scope inner = backend().scope()) {
                made = backend().unscoped(this::three);
                three();
            }
        }
        try (Scope other = backend().scope()) {
            for (int i = 0; i < 10; i++) backend().fill(Shape.of(3), 9);
        }
        assertArrayEquals(new float[] {1, 2, 3}, backend().download(made));
        assertThrows(IllegalStateException.class, () -> backend().unscoped(() -> {
            throw new IllegalStateException("in the middle");
        }));
        try (Scope after = backend().scope()) {
            three();
            assertTrue(backend().bytesInUse() > before, "scopes count again");
        }
    }

    @Test
    default void whatIsReleasedIsUsedAgainWithinItsScopeOnly() {
        Buffer x = Values.normal(random(), 40, 50).on(backend());
        Buffer before = backend().affine(x, 1, 0);
        long baseline = settledBytes();
        try (Scope scope = backend().scope()) {
            Buffer kept = backend().affine(x, 2, 0);
            for (int i = 0; i < 20; i++) {
                Buffer y = backend().affine(x, i, 1);
                backend().release(y);
            }
            backend().release(before);                                    // is not the scope's
            Buffer last = backend().affine(x, 3, 0);
            assertArrayEquals(backend().download(backend().affine(x, 2, 0)), backend().download(kept));
            assertArrayEquals(backend().download(backend().affine(x, 3, 0)), backend().download(last));
            Buffer reshaped = backend().reshape(kept, Shape.of(2000));
            backend().release(kept);                                      // another looks at it
            backend().affine(x, 5, 0);
            assertArrayEquals(backend().download(backend().affine(x, 2, 0)), backend().download(reshaped));
        }
        assertTrue(settledBytes() <= baseline, "memory that was released is given back");
        assertArrayEquals(backend().download(x), backend().download(before));
    }

    @Test
    default void memoryIsCountedNowAndAtMost() {
        MemoryUse before = backend().memory();
        assertEquals(backend().bytesInUse(), before.inUse());
        int count = (int) (before.peak() / Float.BYTES) + 100_000;   // more than there ever was
        try (Scope scope = backend().scope()) {
            backend().upload(Shape.of(count), new float[count]);
            MemoryUse now = backend().memory();
            assertTrue(now.inUse() >= before.inUse() + (long) Float.BYTES * count, () -> before + " and " + now);
            assertTrue(now.peak() >= now.inUse() && now.peak() > before.peak(), () -> before + " and " + now);
        }
        MemoryUse after = backend().memory();
        assertTrue(after.inUse() <= before.inUse(), () -> before + " and " + after);
        assertTrue(after.peak() >= (long) Float.BYTES * count && after.pooled() >= 0, () -> before + " and " + after);
        assertTrue(after.capacity() == 0 || after.capacity() >= after.inUse(), after::toString);
    }
}
