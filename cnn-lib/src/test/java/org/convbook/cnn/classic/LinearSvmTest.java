package org.convbook.cnn.classic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.convbook.cnn.classic.LinearSvm.Settings;
import org.convbook.data.Dataset;
import org.convbook.data.image.FashionMnist;
import org.convbook.data.synthetic.Glyphs;
import org.junit.jupiter.api.Test;

class LinearSvmTest {
    private static final Settings EXACT = Settings.DEFAULT.tolerance(1e-6);

    /** Two classes around (1, 0) and (-1, 0), with some rows on the wrong side. */
    private static Features clouds(int n, long seed) {
        Random rng = new Random(seed);
        float[][] rows = new float[n][2];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 2;
            rows[i] = new float[] {(float) (rng.nextGaussian() + (i % 2 == 0 ? 1 : -1)), (float) rng.nextGaussian()};
        }
        return new Features(rows, labels, List.of("right", "left"));
    }

    /** The loss w^2/2 + 2 C (1 - w)^2 is least at w = 4C / (1 + 4C), and by symmetry there is no bias. */
    @Test
    void twoPointsByHand() {
        Features two = new Features(new float[][] {{1}, {-1}}, new int[] {0, 1}, List.of("plus", "minus"));
        LinearSvm svm = LinearSvm.fit(two, EXACT);
        assertArrayEquals(new float[] {0.8f}, svm.weights(0), 1e-5f);
        assertArrayEquals(new float[] {-0.8f}, svm.weights(1), 1e-5f);
        assertEquals(0, svm.bias(0), 1e-5);
        assertArrayEquals(new double[] {2.4, -2.4}, svm.scores(new float[] {3}), 1e-4);
        assertEquals(16 / 17.0, LinearSvm.fit(two, EXACT.c(4)).weights(0)[0], 1e-5);
    }

    @Test
    void theGradientOfTheLossIsZeroAtTheEnd() {
        Features train = clouds(200, 1);
        LinearSvm svm = LinearSvm.fit(train, EXACT.c(0.5));
        assertTrue(svm.converged());
        float[] w = svm.weights(0);
        double[] gradient = {w[0], w[1], svm.bias(0)};
        int wrong = 0;
        for (int i = 0; i < train.size(); i++) {
            float[] x = train.rows()[i];
            int y = train.labels()[i] == 0 ? 1 : -1;
            double margin = y * (w[0] * x[0] + w[1] * x[1] + svm.bias(0)), slack = Math.max(0, 1 - margin);
            if (margin < 0) wrong++;
            for (int j = 0; j < 3; j++) gradient[j] -= 2 * 0.5 * slack * y * (j < 2 ? x[j] : 1);
        }
        assertTrue(wrong > 10, "not separable: " + wrong);
        assertArrayEquals(new double[3], gradient, 1e-3);
    }

    @Test
    void featuresOfADataSetKeepItsOrder() {
        Dataset digits = Glyphs.dataset(30, 1);
        Features pixels = Features.of(digits, Descriptor.PIXELS);
        assertEquals("Features(30 x 784, 10 classes)", pixels.toString());
        float[] image = new float[784];
        for (int i = 0; i < 30; i++) {
            digits.image(i, image, 0);
            assertArrayEquals(image, pixels.rows()[i], 0);
            assertEquals(digits.label(i), pixels.labels()[i]);
        }
        assertEquals("LinearSvm(784 -> 10, C 1), 3 passes, not converged", LinearSvm.fit(pixels, EXACT.maxPasses(3)).toString());
    }

    @Test
    void aThirdClassIsToldFromBoth() {
        Features corners = new Features(new float[][] {{0, 0}, {0.2f, 0}, {5, 0}, {5, 0.3f}, {0, 5}, {0.1f, 5}}, new int[] {0, 0, 1, 1, 2, 2},
            List.of("origin", "right", "up"));
        LinearSvm svm = LinearSvm.fit(corners, Settings.DEFAULT.c(100));
        assertEquals(1, svm.accuracy(corners));
        assertArrayEquals(new int[] {0, 0, 1, 1, 2, 2}, svm.predict(corners));
        assertEquals(2, svm.predict(new float[] {1, 9}));
    }

    @Test
    void theSameRowsGiveTheSameBits() {
        assertArrayEquals(LinearSvm.fit(clouds(100, 2)).weights(0), LinearSvm.fit(clouds(100, 2)).weights(0), 0);
    }

    @Test
    void whatEndedTooEarlySaysSo() {
        LinearSvm svm = LinearSvm.fit(clouds(100, 3), EXACT.maxPasses(1));
        assertFalse(svm.converged());
        assertEquals("LinearSvm(2 -> 2, C 1), 1 pass, not converged", svm.toString());
    }

    @Test
    void anInterruptEndsThePassAndKeepsWhatIsLearnt() {
        Thread.currentThread().interrupt();
        LinearSvm svm = LinearSvm.fit(clouds(100, 4), EXACT);
        assertTrue(Thread.interrupted(), "the thread stays interrupted");
        assertEquals("LinearSvm(2 -> 2, C 1), 1 pass, not converged", svm.toString());
        assertTrue(svm.accuracy(clouds(100, 4)) > 0.7);
    }

    @Test
    void wrongValuesAreNamed() {
        assertEquals("LinearSvm: c must be above 0, got NaN", message(() -> Settings.DEFAULT.c(Double.NaN)));
        assertEquals("LinearSvm: the tolerance must be above 0, got 0.0", message(() -> Settings.DEFAULT.tolerance(0)));
        assertEquals("LinearSvm: there is at least 1 pass, got 0", message(() -> Settings.DEFAULT.maxPasses(0)));
        LinearSvm svm = LinearSvm.fit(clouds(10, 5), EXACT.maxPasses(1));
        assertEquals("LinearSvm(2 -> 2, C 1), 1 pass, not converged: got a row of 3 numbers, expected 2", message(() -> svm.scores(new float[3])));
        assertEquals("Features: there are no rows", message(() -> new Features(new float[0][], new int[0], List.of("a"))));
        assertEquals("Features: there are 1 rows and 2 labels", message(() -> new Features(new float[1][2], new int[2], List.of("a"))));
        assertEquals("Features: row 1 has 3 numbers, row 0 has 2", message(() -> new Features(new float[][] {{1, 2}, {1, 2, 3}}, new int[2], List.of("a"))));
        assertEquals("Features: row 1 has the label 1, and there are 1 classes",
            message(() -> new Features(new float[2][2], new int[] {0, 1}, List.of("a"))));
        assertEquals("Features: row 0 has the value NaN", message(() -> new Features(new float[][] {{1, Float.NaN}}, new int[1], List.of("a"))));
    }

    private static String message(org.junit.jupiter.api.function.Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }

    @Test
    void clothesAreToldApartBetterByTheirEdgesThanByTheirPixels() {
        String data = System.getenv("CONVBOOK_DATA");
        assumeTrue(data != null && Files.isDirectory(Path.of(data, "fashion-mnist")), "skipped: CONVBOOK_DATA names no folder with fashion-mnist");
        FashionMnist clothes = FashionMnist.load();
        double edges = accuracy(clothes, new Hog(4)), pixels = accuracy(clothes, Descriptor.PIXELS);
        assertTrue(edges > 0.85 && pixels > 0.78 && edges > pixels, "edges " + edges + ", pixels " + pixels);
    }

    private static double accuracy(FashionMnist clothes, Descriptor descriptor) {
        LinearSvm svm = LinearSvm.fit(Features.of(clothes.train().take(6000), descriptor), Settings.DEFAULT.c(0.03).maxPasses(50));
        return svm.accuracy(Features.of(clothes.test().take(2000), descriptor));
    }
}
