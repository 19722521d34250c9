package org.convbook.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitMixTest {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** The JDK's SplittableRandom uses the same mix and the same step. */
    private static long mix(long z) {
        return new SplittableRandom(z - GOLDEN).nextLong();
    }

    @Test void numbersAreThoseOfThePublishedAlgorithm() {
        long state = mix(GOLDEN + mix(7 + GOLDEN));
        state = mix(state + mix(-3 + GOLDEN));
        SplittableRandom reference = new SplittableRandom(state);
        SplitMix ours = SplitMix.of(7, -3);
        for (int i = 0; i < 100; i++) assertEquals(reference.nextLong(), ours.nextLong());
    }

    @Test void orderAndNumberOfKeysMatter() {
        assertNotEquals(SplitMix.of(1, 2).nextLong(), SplitMix.of(2, 1).nextLong());
        assertNotEquals(SplitMix.of(1).nextLong(), SplitMix.of(1, 0).nextLong());
    }

    @Test void boundedNumbersAreEvenlySpread() {
        int[] counts = new int[7];
        SplitMix rng = SplitMix.of(5);
        for (int i = 0; i < 70_000; i++) counts[rng.nextInt(7)]++;
        for (int count : counts) assertEquals(10_000, count, 400);               // four standard deviations are 370
        assertEquals("bound must be above 0, got 0", assertThrows(IllegalArgumentException.class, () -> rng.nextInt(0)).getMessage());
    }

    @Test void normalNumbersHaveMeanZeroAndVarianceOne() {
        SplitMix rng = SplitMix.of(6);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 100_000; i++) {
            double x = rng.nextGaussian();
            sum += x;
            squares += x * x;
        }
        assertEquals(0, sum / 100_000, 0.015);
        assertEquals(1, squares / 100_000, 0.02);
    }

    @Test void shufflingKeepsEveryValue() {
        int[] values = IntStream.range(0, 1000).toArray();
        SplitMix.of(8).shuffle(values);
        assertTrue(values[0] != 0 || values[1] != 1 || values[2] != 2);
        assertArrayEquals(IntStream.range(0, 1000).toArray(), IntStream.of(values).sorted().toArray());
    }
}
