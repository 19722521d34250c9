package org.convbook.data.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.convbook.data.SplitMix;
import org.junit.jupiter.api.Test;

class WarpTest {
    private static final int[] SHAPE = {1, 3, 3};
    private static final float[] IMAGE = {1, 2, 3, 4, 5, 6, 7, 8, 9};

    /** A generator whose uniform numbers are these. */
    private static RandomGenerator uniform(double... draws) {
        return new RandomGenerator() {
            private int next;

            @Override public long nextLong() {
                throw new AssertionError("only uniform numbers are expected");
            }

            @Override public double nextDouble() {
                return draws[next++];
            }
        };
    }

    private static float[] image(Affine affine, double... draws) {
        float[] image = IMAGE.clone();
        affine.apply(image, SHAPE, uniform(draws));
        return image;
    }

    private static void assertClose(float[] expected, float[] found) {
        assertArrayEquals(expected, found, 1e-5f, Arrays.toString(found));
    }

    /** Draws in order: rotation, scale, shear, shift down, shift right; 0.5 is the middle of a range, 1 its end. */
    @Test void aRotationTurnsCounterClockwise() {
        assertClose(new float[] {3, 6, 9, 2, 5, 8, 1, 4, 7}, image(Affine.none().rotation(90), 1, 0.5, 0.5, 0.5, 0.5));
        assertClose(new float[] {7, 4, 1, 8, 5, 2, 9, 6, 3}, image(Affine.none().rotation(90), 0, 0.5, 0.5, 0.5, 0.5));
    }

    @Test void aScaleOfTwoShowsTheMiddleTwiceAsLarge() {
        float[] expected = {3, 3.5f, 4, 4.5f, 5, 5.5f, 6, 6.5f, 7};            // read at -0.5, 0, 0.5 from the middle
        assertClose(expected, image(Affine.none().scale(1, 2), 0.5, 1, 0.5, 0.5, 0.5));
    }

    @Test void aShearOfFortyFiveDegreesMovesEachRowByOne() {
        assertClose(new float[] {0, 1, 2, 4, 5, 6, 8, 9, 0}, image(Affine.none().shear(45), 0.5, 0.5, 1, 0.5, 0.5));
    }

    @Test void aShiftMayBeHalfAPixel() {
        assertClose(new float[] {0, 0, 0, 0.5f, 1.5f, 2.5f, 2, 4.5f, 5.5f}, image(Affine.none().shift(1), 0.5, 0.5, 0.5, 1, 0.75));
        float[] replicated = image(Affine.none().shift(1).border(Border.REPLICATE), 0.5, 0.5, 0.5, 1, 0.75);
        assertClose(new float[] {1, 1.5f, 2.5f, 1, 1.5f, 2.5f, 4, 4.5f, 5.5f}, replicated);
    }

    @Test void theMaskIsReadFromTheNearestPixel() {
        Mask mask = new Mask(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8}, 99);
        Affine.none().shift(1).apply(IMAGE.clone(), mask, SHAPE, uniform(0.5, 0.5, 0.5, 1, 0.7));      // 1 down, 0.4 to the right
        assertArrayEquals(new int[] {99, 99, 99, 0, 1, 2, 3, 4, 5}, mask.labels());
    }

    @Test void theMaskMovesWithItsImage() {
        int side = 40;
        Transform warp = Affine.none().rotation(20).scale(0.8, 1.2).shear(10).shift(4).then(Transform.elastic(20, 4))
            .then(Transform.elasticGrid(3, 2));
        for (int seed = 0; seed < 10; seed++) {
            float[] disc = new float[side * side];
            int[] labels = new int[side * side];
            for (int p = 0; p < disc.length; p++) {
                labels[p] = Math.hypot(p / side - 19.5, p % side - 19.5) < 12 ? 1 : 0;
                disc[p] = labels[p];
            }
            warp.apply(disc, new Mask(labels, 255), new int[] {1, side, side}, SplitMix.of(seed));
            int differing = 0;
            for (int p = 0; p < disc.length; p++) if (labels[p] != 255 && (disc[p] > 0.5) != (labels[p] == 1)) differing++;
            assertTrue(differing < 40, differing + " of 1600 pixels differ");       // at the rim, where bilinear and nearest disagree
        }
    }

    @Test void settingsThatDoNothingChangeNoBit() {
        int[] shape = {3, 7, 10};
        float[] image = new float[210];
        for (int p = 0; p < image.length; p++) image[p] = SplitMix.of(p).nextFloat();
        for (Transform nothing : List.of(Affine.none(), Affine.none().border(Border.REFLECT), Transform.elastic(0, 3), Transform.elasticGrid(3, 0),
                Transform.randomCrop(0), Transform.cutout(0), Transform.brightness(0), Transform.contrast(0), Transform.colourCast(0))) {
            float[] changed = image.clone();
            Mask mask = new Mask(new int[70], 255);
            Arrays.setAll(mask.labels(), p -> p);
            nothing.apply(changed, mask, shape, SplitMix.of(1));
            assertArrayEquals(image, changed);
            for (int p = 0; p < 70; p++) assertEquals(p, mask.labels()[p]);
        }
    }

    @Test void theSameStateGivesTheSameImageWithAndWithoutMask() {
        int[] shape = {1, 3, 3};
        for (Transform some : List.of(Affine.none().rotation(30).shift(1), Transform.elastic(3, 1), Transform.elasticGrid(2, 0.5))) {
            float[] once = IMAGE.clone();
            float[] again = IMAGE.clone();
            float[] other = IMAGE.clone();
            some.apply(once, shape, SplitMix.of(3));
            some.apply(again, new Mask(new int[9], 255), shape, SplitMix.of(3));
            some.apply(other, shape, SplitMix.of(4));
            assertArrayEquals(once, again);
            assertFalse(Arrays.equals(once, other));
            assertFalse(Arrays.equals(once, IMAGE));
        }
    }

    @Test void elasticDisplacementsAreSmoothAndAsStrongAsTold() {
        Elastic elastic = new Elastic(34, 4);
        double squares = 0;
        double steps = 0;
        for (int seed = 0; seed < 20; seed++) {
            Warp.Field field = elastic.draw(64, 64, SplitMix.of(seed));
            for (int y = 16; y < 48; y++) {
                for (int x = 16; x < 48; x++) {
                    double d = field.x()[y * 64 + x] - x;
                    squares += d * d;
                    steps += Math.pow(field.x()[y * 64 + x + 1] - x - 1 - d, 2);
                }
            }
        }
        double n = 20 * 32 * 32;
        // the variance of u is 1/3, the sum of the squared weights of a Gaussian is 1/(4 pi sigma^2)
        assertEquals(34 * Math.sqrt(1 / 3.0 / (4 * Math.PI * 16)), Math.sqrt(squares / n), 0.15);
        assertEquals(1 / (4 * Math.sqrt(2)), Math.sqrt(steps / squares), 0.02);     // neighbours: sqrt(2 (1 - exp(-1/(4 sigma^2))))
    }

    @Test void theGridsDisplacementsGoThroughItsPoints() {
        ElasticGrid grid = new ElasticGrid(3, 10);
        Warp.Field field = grid.draw(21, 31, SplitMix.of(8));
        SplitMix draws = SplitMix.of(8);
        for (int k = 0; k < 9; k++) {
            int p = k / 3 * 10 * 31 + k % 3 * 15;
            assertEquals(p % 31 + 10 * draws.nextGaussian(), field.x()[p], 1e-9);
        }
    }

    @Test void badSettingsAreRefusedInWords() {
        assertRefused("Affine: rotation must be in [0, 180] degrees, got -1.0", () -> Affine.none().rotation(-1));
        assertRefused("Affine: scale needs 0 < low <= high, got low 0.0 and high 1.0", () -> Affine.none().scale(0, 1));
        assertRefused("Affine: shear must be in [0, 89] degrees, got 90.0", () -> Affine.none().shear(90));
        assertRefused("Affine: shift must be 0 or more and finite, got NaN", () -> Affine.none().shift(Double.NaN));
        assertRefused("elastic: alpha must be 0 or more and finite, got -2.0", () -> Transform.elastic(-2, 4));
        assertRefused("elastic: sigma must be in (0, 1000] pixels, got 0.0", () -> Transform.elastic(34, 0));
        assertRefused("elasticGrid: points must be 2 to 1000, got 1", () -> Transform.elasticGrid(1, 10));
        assertRefused("elasticGrid: deviation must be 0 or more and finite, got Infinity", () -> Transform.elasticGrid(3, Double.POSITIVE_INFINITY));
        assertEquals("Affine(rotation 10.0, scale 0.9 to 1.1, shear 5.0, shift 2.0, REFLECT)",
            Affine.none().rotation(10).scale(0.9, 1.1).shear(5).shift(2).border(Border.REFLECT).toString());
    }

    private static void assertRefused(String message, Runnable make) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, make::run).getMessage());
    }
}
