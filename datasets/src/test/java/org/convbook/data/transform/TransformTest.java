package org.convbook.data.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.convbook.data.SplitMix;
import org.junit.jupiter.api.Test;

class TransformTest {
    private static final int[] SHAPE = {2, 2, 3};

    private static float[] image() {
        return new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    }

    /** A generator that always draws the same whole number. */
    private static RandomGenerator always(int... draws) {
        return new RandomGenerator() {
            private int next;

            @Override public long nextLong() {
                throw new AssertionError("only whole numbers are expected");
            }

            @Override public int nextInt(int bound) {
                return draws[next++];
            }
        };
    }

    @Test void normalizingSubtractsTheMeanAndDividesByTheDeviation() {
        float[] image = image();
        Transform.normalize(new double[] {1, 2}, new double[] {1, 2}).apply(image, SHAPE, null);
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 2.5f, 3, 3.5f, 4, 4.5f, 5}, image);
    }

    @Test void badNormalizingIsRefusedInWords() {
        assertEquals("normalize: mean 0.0 and std 0.0 of channel 0, expected finite numbers and a std above 0",
            assertThrows(IllegalArgumentException.class, () -> Transform.normalize(0, 0)).getMessage());
        assertEquals("normalize: 2 means and 1 stds, expected as many of both, at least one",
            assertThrows(IllegalArgumentException.class, () -> Transform.normalize(new double[2], new double[1])).getMessage());
        Transform three = Transform.normalize(new double[3], new double[] {1, 1, 1});
        assertEquals("normalize: 3 means for an image with 2 channels, expected 1 or 2",
            assertThrows(IllegalArgumentException.class, () -> three.apply(image(), SHAPE, null)).getMessage());
    }

    @Test void aCropMovesEveryChannelAndFillsWithZero() {
        float[] image = image();
        Transform.randomCrop(1).apply(image, SHAPE, always(0, 2));              // the window lies 1 higher and 1 to the right
        assertArrayEquals(new float[] {0, 0, 0, 2, 3, 0, 0, 0, 0, 8, 9, 0}, image);
        image = image();
        Transform.randomCrop(1).apply(image, SHAPE, always(2, 0));              // 1 lower, 1 to the left
        assertArrayEquals(new float[] {0, 4, 5, 0, 0, 0, 0, 10, 11, 0, 0, 0}, image);
    }

    @Test void aCropMayShowTheBorder() {
        float[] image = image();
        Transform.randomCrop(1, Border.REPLICATE).apply(image, SHAPE, always(0, 2));
        assertArrayEquals(new float[] {2, 3, 3, 2, 3, 3, 8, 9, 9, 8, 9, 9}, image);
        image = image();
        Transform.randomCrop(1, Border.REFLECT).apply(image, SHAPE, always(0, 2));
        assertArrayEquals(new float[] {5, 6, 5, 2, 3, 2, 11, 12, 11, 8, 9, 8}, image);
    }

    @Test void aCropBeyondTheImageLeavesNothing() {
        float[] image = image();
        Transform.randomCrop(3).apply(image, SHAPE, always(3, 6));
        assertArrayEquals(new float[12], image);
        float[] below = image();
        Transform.randomCrop(3).apply(below, SHAPE, always(6, 3));
        assertArrayEquals(new float[12], below);
    }

    @Test void cropsReachEveryPlaceWithinThePadding() {
        Set<Integer> places = new HashSet<>();
        SplitMix rng = SplitMix.of(3);
        for (int i = 0; i < 500; i++) {
            float[] dot = new float[49];
            dot[24] = 1;
            Transform.randomCrop(2).apply(dot, new int[] {1, 7, 7}, rng);
            for (int p = 0; p < 49; p++) if (dot[p] == 1) places.add(p);
        }
        assertEquals(25, places.size());
        assertEquals("randomCrop: padding must be 0 or more pixels, got -1",
            assertThrows(IllegalArgumentException.class, () -> Transform.randomCrop(-1)).getMessage());
    }

    @Test void aFlipMirrorsEveryRow() {
        float[] image = image();
        Transform.randomFlip().apply(image, SHAPE, always(1));
        assertArrayEquals(new float[] {3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10}, image);
        Transform.randomFlip().apply(image, SHAPE, always(0));
        assertTrue(image[0] == 3);
        Transform.randomVerticalFlip().apply(image, SHAPE, always(1));
        assertArrayEquals(new float[] {6, 5, 4, 3, 2, 1, 12, 11, 10, 9, 8, 7}, image);
    }

    @Test void transformsFollowEachOther() {
        float[] image = image();
        Transform.normalize(1, 1).then(Transform.randomFlip()).apply(image, SHAPE, always(1));
        assertArrayEquals(new float[] {2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9}, image);
    }
}
