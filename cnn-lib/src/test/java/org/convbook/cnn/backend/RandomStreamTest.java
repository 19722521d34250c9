package org.convbook.cnn.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import org.convbook.cnn.Tolerance;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
    /** The known answers for Philox-4x32-10 that its authors publish with Random123: counters of 0, of ones, and digits of pi. */
    @Test
    void bitsAreThoseOfThePaper() {
        assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, block(stream(0, 0), 0, 0));
        assertArrayEquals(new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, block(stream(-1L, -1L), -1, -1));
        assertArrayEquals(new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
            block(stream(0x299f31d0_a4093822L, 0x03707344_13198a2eL), 0x85a308d3, 0x243f6a88));
    }

    private static int[] block(RandomStream stream, int draw, int number) {
        int[] words = new int[4];
        stream.block(draw, number, words);
        return words;
    }

    private static RandomStream stream(long key, long step) {
        RandomStream stream = new RandomStream(key);
        stream.step(step);
        return stream;
    }

    @Test
    void numbersAreUniform() {
        RandomStream stream = stream(5, 9);
        float[] values = new float[20_000];
        stream.uniform(0, 0, values);
        double sum = 0;
        double squares = 0;
        BitSet tenths = new BitSet();
        for (float v : values) {
            assertTrue(v >= 0 && v < 1);
            sum += v;
            squares += v * v;
            tenths.set((int) (v * 10));
        }
        assertEquals(0.5, sum / values.length, Tolerance.SAMPLE_MEAN);
        assertEquals(1 / 3.0, squares / values.length, Tolerance.SAMPLE_MEAN);
        assertEquals(10, tenths.cardinality());
    }

    @Test
    void aNumberDependsOnItsPlaceOnly() {
        RandomStream stream = stream(5, 9);
        float[] whole = new float[10];
        stream.uniform(2, 0, whole);
        float[] part = new float[4];
        stream.uniform(2, 6, part);
        assertArrayEquals(java.util.Arrays.copyOfRange(whole, 6, 10), part);
        assertEquals(whole[3], stream.uniform(2, 3));
        assertEquals(whole[3], stream(5, 9).uniform(2, 3));
        assertEquals(5, stream.key());
    }

    @Test
    void aStepStartsItsDrawsAnew() {
        RandomStream stream = stream(5, 9);
        assertEquals(0, stream.nextDraw());
        assertEquals(1, stream.nextDraw());
        stream.step(10);
        assertEquals(10, stream.step());
        assertEquals(0, stream.nextDraw());
    }
}
