package org.convbook.data.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.convbook.data.SplitMix;
import org.junit.jupiter.api.Test;

class ColourTest {
    private static final int[] SHAPE = {2, 1, 2};

    private static float[] image() {
        return new float[] {0, 1, 0.5f, 0.5f};
    }

    /** A generator that draws these, whole numbers and uniform ones in the order they are asked for. */
    private static RandomGenerator draws(Number... draws) {
        Iterator<Number> next = List.of(draws).iterator();
        return new RandomGenerator() {
            @Override public long nextLong() {
                throw new AssertionError("no other numbers are expected");
            }

            @Override public double nextDouble() {
                return (Double) next.next();
            }

            @Override public int nextInt(int bound) {
                return (Integer) next.next();
            }
        };
    }

    @Test void brightnessAddsOneNumber() {
        float[] image = image();
        Transform.brightness(0.25).apply(image, SHAPE, draws(1.0));
        assertArrayEquals(new float[] {0.25f, 1.25f, 0.75f, 0.75f}, image);
        Transform.brightness(0.25).apply(image, SHAPE, draws(0.0));
        assertArrayEquals(image(), image);
    }

    @Test void contrastPullsAroundTheMean() {
        float[] image = {0, 1, 0.5f, 0.1f};                                    // mean 0.4
        Transform.contrast(0.5).apply(image, SHAPE, draws(1.0));
        assertArrayEquals(new float[] {-0.2f, 1.3f, 0.55f, -0.05f}, image, 1e-6f);
        float[] flat = {0, 1, 0.5f, 0.1f};
        Transform.contrast(1).apply(flat, SHAPE, draws(0.0));
        assertArrayEquals(new float[] {0.4f, 0.4f, 0.4f, 0.4f}, flat, 1e-6f);
    }

    @Test void aColourCastRaisesSomeChannels() {
        float[] image = image();
        Transform.colourCast(0.25).apply(image, SHAPE, draws(0, 1, 1.0));      // not the first channel, the second by 0.25
        assertArrayEquals(new float[] {0, 1, 0.75f, 0.75f}, image);
    }

    @Test void cutoutCoversASquareCutOffAtTheEdge() {
        float[] image = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        Mask mask = new Mask(new int[9], 255);
        Transform.cutout(3).apply(image, mask, new int[] {1, 3, 3}, draws(0, 2));       // centred in the upper right corner
        assertArrayEquals(new float[] {1, 0, 0, 4, 0, 0, 7, 8, 9}, image);
        assertArrayEquals(new int[] {0, 255, 255, 0, 255, 255, 0, 0, 0}, mask.labels());
    }

    @Test void strengthsStayInTheirRange() {
        for (int seed = 0; seed < 300; seed++) {
            float[] image = image();
            Transform.brightness(0.1).then(Transform.colourCast(0.2)).apply(image, SHAPE, SplitMix.of(seed));
            for (int p = 0; p < 4; p++) assertTrue(Math.abs(image[p] - image()[p]) <= 0.3f + 1e-6f, "seed " + seed);
        }
    }

    @Test void badStrengthsAreRefusedInWords() {
        assertEquals("brightness: amount must be 0 or more and finite, got -0.1",
            assertThrows(IllegalArgumentException.class, () -> Transform.brightness(-0.1)).getMessage());
        assertEquals("contrast: amount must be in [0, 1], got 1.5",
            assertThrows(IllegalArgumentException.class, () -> Transform.contrast(1.5)).getMessage());
        assertEquals("colourCast: amount must be 0 or more and finite, got NaN",
            assertThrows(IllegalArgumentException.class, () -> Transform.colourCast(Double.NaN)).getMessage());
        assertEquals("cutout: size must be 0 or more pixels, got -1",
            assertThrows(IllegalArgumentException.class, () -> Transform.cutout(-1)).getMessage());
    }
}
