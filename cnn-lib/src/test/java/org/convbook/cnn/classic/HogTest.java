package org.convbook.cnn.classic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HogTest {
    private final Random rng = new Random(3);

    private float[] noise(int n) {
        float[] image = new float[n];
        for (int i = 0; i < n; i++) image[i] = rng.nextFloat();
        return image;
    }

    /** Brightness that grows to the right by a tenth a pixel. */
    private static float[] ramp(int height, int width) {
        float[] image = new float[height * width];
        for (int i = 0; i < image.length; i++) image[i] = 0.1f * (i % width);
        return image;
    }

    @Test
    void lengthsAreThoseOfThePaperAndOfSmallPictures() {
        assertEquals(3780, new Hog(8).length(1, 128, 64));
        assertEquals(324, new Hog(8).length(3, 32, 32));
        assertEquals(324, new Hog(7).length(1, 28, 28));
        assertEquals(1296, new Hog(4).length(1, 28, 28));
        assertEquals(324, new Hog(8).describe(noise(35 * 39), 1, 35, 39).length, "pixels behind the last whole cell are left out");
    }

    @Test
    void aFlatPictureIsAllZero() {
        float[] grey = new float[32 * 32];
        java.util.Arrays.fill(grey, 0.7f);
        assertArrayEquals(new float[324], new Hog(8).describe(grey, 1, 32, 32));
    }

    /** Direction 0 lies between the last bin and the first. The four cells are alike: eight equal numbers, 1/sqrt(8), cut to 0.2, normalised again. */
    @Test
    void aRampToTheRightByHand() {
        float[] result = new Hog(2).describe(ramp(4, 4), 1, 4, 4);
        double cut = 0.2 / Math.sqrt(8 * 0.2 * 0.2 + 1e-4);
        float[] expected = new float[36];
        for (int cell = 0; cell < 4; cell++) expected[9 * cell] = expected[9 * cell + 8] = (float) cut;
        assertArrayEquals(expected, result, 1e-6f);
    }

    @Test
    void aDirectionIsSharedByTheTwoNearestBins() {
        float[] image = new float[9];
        for (int i = 0; i < 9; i++) image[i] = i / 3 + i % 3;   // grows along 45 degrees, by 2 in x and in y over two pixels
        double[] votes = new double[9];
        OrientedGradients.of(image, new int[] {1, 3, 3}, 9).vote(1, 1, 1, votes, 0);
        double length = Math.sqrt(8);
        assertArrayEquals(new double[] {0, 0.25 * length, 0.75 * length, 0, 0, 0, 0, 0, 0}, votes, 1e-6);
    }

    @Test
    void aPictureAndItsNegativeAreDescribedAlike() {
        float[] image = noise(1024), negative = new float[1024];
        for (int i = 0; i < 1024; i++) negative[i] = 1 - image[i];
        assertArrayEquals(new Hog(8).describe(image, 1, 32, 32), new Hog(8).describe(negative, 1, 32, 32), 1e-5f);
    }

    @Test
    void halfTheContrastChangesLittle() {
        float[] image = noise(1024), dull = new float[1024];
        for (int i = 0; i < 1024; i++) dull[i] = 0.3f + image[i] / 2;
        assertArrayEquals(new Hog(8).describe(image, 1, 32, 32), new Hog(8).describe(dull, 1, 32, 32), 1e-3f);
    }

    @Test
    void theStrongestChannelCounts() {
        float[] strong = noise(1024), both = new float[2048];
        for (int i = 0; i < 1024; i++) both[i] = 0.1f + strong[i] / 100;
        System.arraycopy(strong, 0, both, 1024, 1024);
        assertArrayEquals(new Hog(8).describe(strong, 1, 32, 32), new Hog(8).describe(both, 2, 32, 32), 0);
    }

    /** Turned by a quarter, blocks and cells move and every bin becomes the one 90 degrees on: half way between two, so each gives half. */
    @Test
    void aTurnedRampPointsDown() {
        float[] down = new float[16];
        for (int i = 0; i < 16; i++) down[i] = 0.1f * (i / 4);
        float[] result = new Hog(2).describe(down, 1, 4, 4);
        for (int i = 0; i < 36; i++) assertEquals(i % 9 == 4 ? 0.499f : 0, result[i], 1e-3f, "bin 4 stands for 90 degrees");
    }

    @Test
    void wrongSizesAreNamed() {
        assertEquals("Hog: cells are at least 2 pixels wide, got 1", assertThrows(IllegalArgumentException.class, () -> new Hog(1)).getMessage());
        assertEquals("HOG, cells of 8x8 pixels: an image of [1, 12, 32] has no room for a block of 16x16 pixels",
            assertThrows(IllegalArgumentException.class, () -> new Hog(8).length(1, 12, 32)).getMessage());
        assertEquals("an image of [1, 28, 28] has 784 values, got 783",
            assertThrows(IllegalArgumentException.class, () -> new Hog(7).describe(new float[783], 1, 28, 28)).getMessage());
        assertEquals("an image to describe is {C, H, W}, got [28, 28]",
            assertThrows(IllegalArgumentException.class, () -> new Hog(7).describe(new float[784], 28, 28)).getMessage());
        assertEquals("an image to describe is {C, H, W}, got [0, 28, 28]",
            assertThrows(IllegalArgumentException.class, () -> Descriptor.PIXELS.describe(new float[0], 0, 28, 28)).getMessage());
    }
}
