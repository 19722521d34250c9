package org.convbook.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.convbook.data.ByteImages;
import org.convbook.data.SplitMix;
import org.convbook.data.TestImages;
import org.junit.jupiter.api.Test;

class GlyphsTest {
    private static long checksum(ByteImages data) {
        CRC32 crc = new CRC32();
        for (int i = 0; i < data.size(); i++) {
            crc.update(data.label(i));
            for (float value : TestImages.values(data, i)) crc.update(Math.round(255 * value));
        }
        return crc.getValue();
    }

    /** Printed by this test on Java 17 and on Java 25, x86-64: the arithmetic is exact everywhere, so it must hold on any machine. */
    @Test void theImagesAreTheSameOnEveryMachine() {
        assertEquals(504854676L, checksum(Glyphs.dataset(300, 7)));
    }

    @Test void aLongerSetBeginsWithTheShorterOne() {
        ByteImages few = Glyphs.dataset(25, 3);
        ByteImages many = Glyphs.dataset(120, 3);
        for (int i = 0; i < 25; i++) {
            assertEquals(few.label(i), many.label(i));
            assertArrayEquals(TestImages.values(few, i), TestImages.values(many, i));
        }
        assertFalse(few.sameImages(Glyphs.dataset(25, 4)));
    }

    @Test void everyDigitComesEquallyOften() {
        int[] counts = new int[10];
        for (int label : Glyphs.dataset(1000, 1).labels()) counts[label]++;
        for (int count : counts) assertEquals(100, count);
    }

    @Test void theInkLiesInTheMiddleAndTheRimIsPaper() {
        ByteImages data = Glyphs.dataset(500, 5);
        for (int i = 0; i < data.size(); i++) {
            float[] image = TestImages.values(data, i);
            double mass = 0;
            double mx = 0;
            double my = 0;
            for (int p = 0; p < image.length; p++) {
                mass += image[p];
                mx += image[p] * (p % 28);
                my += image[p] * (p / 28);
            }
            assertTrue(mass > 15 && mass < 300, "image " + i + " has ink " + mass);
            assertEquals(13.5, mx / mass, 1.2, "image " + i);
            assertEquals(13.5, my / mass, 1.2, "image " + i);
        }
    }

    @Test void noImageComesTwice() {
        ByteImages data = Glyphs.dataset(2000, 9);
        assertEquals(2000, IntStream.range(0, 2000).map(i -> Arrays.hashCode(TestImages.values(data, i))).distinct().count());
    }

    @Test void everyDigitHasSeveralMannersAndStaysInItsBox() {
        for (int digit = 0; digit < 10; digit++) {
            assertTrue(Skeletons.of(digit).size() >= 5);
            for (int seed = 0; seed < 100; seed++) {
                double most = Hand.strokes(digit, SplitMix.of(seed)).stream().flatMapToDouble(Arrays::stream)
                    .peek(value -> assertTrue(value >= 0 && value <= 1)).max().orElse(0);
                assertEquals(1, most, 1e-12);
            }
        }
    }

    @Test void theSetSaysThatItStandsIn() {
        ByteImages data = Glyphs.dataset(10, 1);
        assertTrue(data.standIn());
        assertEquals("glyphs: 10 images of 1x28x28, 10 classes (glyphs: generated digits)", data.toString());
        assertEquals("Glyphs: expected 1 to 2739137 images, got 0",
            assertThrows(IllegalArgumentException.class, () -> Glyphs.dataset(0, 1)).getMessage());
    }

    /** Hard enough that there is something to learn for a network: comparing pixels does fairly well, one weight a pixel clearly worse. */
    @Test void nearestNeighbourDoesFairlyWellAndALinearModelClearlyWorse() {
        float[][] train = rows(Glyphs.dataset(2000, 1));
        int[] trainLabels = Glyphs.dataset(2000, 1).labels();
        ByteImages test = Glyphs.dataset(500, 2);
        float[][] testRows = rows(test);
        double nearest = accuracy(testRows, test.labels(), x -> nearest(train, trainLabels, x));
        float[][] weight = Softmax.fit(train, trainLabels, 10);
        double linear = accuracy(testRows, test.labels(), x -> Softmax.predict(weight, x));
        System.out.printf("glyphs, 2000 to train: nearest neighbour %.3f, linear %.3f%n", nearest, linear);
        assertTrue(nearest > 0.78 && nearest < 0.92, "nearest neighbour " + nearest);
        assertTrue(linear > 0.6 && linear < nearest - 0.04, "linear " + linear + ", nearest neighbour " + nearest);
    }

    private interface Classifier {
        int classify(float[] x);
    }

    private static double accuracy(float[][] rows, int[] labels, Classifier classifier) {
        return IntStream.range(0, rows.length).filter(i -> classifier.classify(rows[i]) == labels[i]).count() / (double) rows.length;
    }

    private static float[][] rows(ByteImages data) {
        return IntStream.range(0, data.size()).mapToObj(i -> TestImages.values(data, i)).toArray(float[][]::new);
    }

    private static int nearest(float[][] train, int[] labels, float[] x) {
        int best = -1;
        float least = Float.MAX_VALUE;
        for (int i = 0; i < train.length; i++) {
            float distance = 0;
            for (int k = 0; k < x.length; k++) distance += (x[k] - train[i][k]) * (x[k] - train[i][k]);
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return labels[best];
    }

    /** Softmax regression by plain stochastic gradient descent. */
    private static final class Softmax {
        static float[][] fit(float[][] rows, int[] labels, int epochs) {
            float[][] weight = new float[10][rows[0].length + 1];
            int[] order = IntStream.range(0, rows.length).toArray();
            SplitMix rng = SplitMix.of(1);
            for (int epoch = 0; epoch < epochs; epoch++) {
                rng.shuffle(order);
                for (int i : order) step(weight, rows[i], labels[i], 0.03 / (1 + 0.1 * epoch));
            }
            return weight;
        }

        private static void step(float[][] weight, float[] x, int label, double rate) {
            double[] p = IntStream.range(0, 10).mapToDouble(k -> StrictMath.exp(logit(weight[k], x))).toArray();
            double sum = Arrays.stream(p).sum();
            for (int k = 0; k < 10; k++) {
                float g = (float) (rate * (p[k] / sum - (k == label ? 1 : 0)));
                for (int j = 0; j < x.length; j++) weight[k][j] -= g * x[j];
                weight[k][x.length] -= g;
            }
        }

        private static double logit(float[] weight, float[] x) {
            float sum = weight[x.length];
            for (int j = 0; j < x.length; j++) sum += weight[j] * x[j];
            return sum;
        }

        static int predict(float[][] weight, float[] x) {
            return IntStream.range(0, 10).reduce((a, b) -> logit(weight[b], x) > logit(weight[a], x) ? b : a).getAsInt();
        }
    }
}
