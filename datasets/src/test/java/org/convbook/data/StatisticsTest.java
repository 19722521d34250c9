package org.convbook.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.convbook.data.transform.Transform;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    /** Two images of two channels and two pixels: channel 0 holds 0 51 102 255, channel 1 holds 255 204 153 0, so they sum to 255. */
    private final ByteImages opposite = TestImages.of(List.of(2, 1, 2), new byte[] {0, 51, -1, -52, 102, -1, -103, 0}, 0, 0);

    @Test void normalizingByTheDataSetGivesMeanZeroAndDeviationOne() {
        Normalize normalize = Normalize.of(opposite);
        // channel 0 in fifths: 0 1 2 5, mean 2, variance (4 + 1 + 0 + 9) / 4 = 3.5
        assertArrayEquals(new double[] {0.4, 0.6}, normalize.mean(), 1e-7);
        assertArrayEquals(new double[] {Math.sqrt(3.5) / 5, Math.sqrt(3.5) / 5}, normalize.std(), 1e-7);
        float[] first = TestImages.values(opposite.map(normalize), 0);
        assertArrayEquals(new float[] {-1.069045f, -0.534522f, 1.069045f, 0.534522f}, first, 1e-5f);
        assertEquals("Normalize(mean [0.4, 0.6], std [0.3742, 0.3742])", normalize.toString());
    }

    @Test void aConstantChannelCannotBeNormalized() {
        ByteImages black = TestImages.of(List.of(1, 1, 2), new byte[4], 0, 0);
        assertEquals("numbers: channel 0 has the value 0.0 everywhere, so no deviation to divide by",
            assertThrows(IllegalArgumentException.class, () -> Normalize.of(black)).getMessage());
        assertEquals("numbers has no images to compute statistics of, expected at least one",
            assertThrows(IllegalArgumentException.class, () -> Normalize.of(black.subset())).getMessage());
    }

    /** Covariance 0.14 * [1 -1; -1 1]: eigenvalues 0.28 and 0, the larger along (1, -1) / sqrt(2). */
    @Test void colourJitterMovesAlongThePrincipalDirection() {
        PcaJitter jitter = PcaJitter.of(opposite, 0.1);
        assertArrayEquals(new double[] {0.28, 0}, jitter.eigenvalues(), 1e-7);
        assertEquals(-1, jitter.eigenvectors()[0][0] / jitter.eigenvectors()[0][1], 1e-7);
        SplitMix draws = SplitMix.of(5);
        float expected = (float) (0.1 * draws.nextGaussian() * 0.28 * jitter.eigenvectors()[0][0]);
        float[] image = {0.5f, 0.25f, 0.5f, 0.25f};
        jitter.apply(image, new int[] {2, 1, 2}, SplitMix.of(5));
        assertArrayEquals(new float[] {0.5f + expected, 0.25f + expected, 0.5f - expected, 0.25f - expected}, image, 1e-7f);
    }

    @Test void aJitterOfNothingChangesNoBitAndBadOnesAreRefused() {
        float[] image = {0.5f, 0.25f, 0.1f, 0.3f};
        PcaJitter.of(opposite, 0).apply(image, new int[] {2, 1, 2}, SplitMix.of(1));
        assertArrayEquals(new float[] {0.5f, 0.25f, 0.1f, 0.3f}, image);
        assertEquals("PcaJitter: deviation must be 0 or more and finite, got -0.1",
            assertThrows(IllegalArgumentException.class, () -> PcaJitter.of(opposite, -0.1)).getMessage());
        Transform jitter = PcaJitter.of(opposite, 0.1);
        assertEquals("PcaJitter: the image has 1 channels, expected 2 as in the training images",
            assertThrows(IllegalArgumentException.class, () -> jitter.apply(image, new int[] {1, 2, 2}, SplitMix.of(1))).getMessage());
    }

    @Test void eigenvectorsRebuildTheirMatrix() {
        SplitMix rng = SplitMix.of(9);
        for (int n = 1; n <= 6; n++) {
            double[][] a = new double[n][n];
            for (int i = 0; i < n; i++) for (int j = 0; j <= i; j++) a[i][j] = a[j][i] = rng.nextGaussian();
            Eigen eigen = Eigen.of(a);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double rebuilt = 0;
                    double product = 0;
                    for (int k = 0; k < n; k++) {
                        rebuilt += eigen.vectors()[k][i] * eigen.values()[k] * eigen.vectors()[k][j];
                        product += eigen.vectors()[i][k] * eigen.vectors()[j][k];
                    }
                    assertEquals(a[i][j], rebuilt, 1e-12);
                    assertEquals(i == j ? 1 : 0, product, 1e-12);
                }
                if (i > 0) assertEquals(eigen.values()[i], Math.min(eigen.values()[i], eigen.values()[i - 1]));
            }
        }
    }
}
