package org.convbook.data.synthetic;

import java.util.List;
import java.util.stream.IntStream;
import org.convbook.data.ByteImages;
import org.convbook.data.SplitMix;

/**
 * Generated handwritten digits in the manner of MNIST: white ink on black, fitted into 20x20 pixels and centred by mass in 28x28.
 * <pre>
 * image  {1, 28, 28}, values in [0, 1]
 * label  0 to 9, the digit
 * </pre>
 * Each image follows one of several manners to write its digit, with an unsteady hand: points missed, slant, turn, stretch, bend, pen
 * width and pressure, broken strokes, blur and noise. Image i of a seed is the same on every machine and for every n. It uses no font: a JVM without
 * font libraries draws the same.
 *
 * @see <a href="https://doi.org/10.1109/5.726791">LeCun et al. 1998, for the way MNIST is fitted and centred</a>
 */
public final class Glyphs {
    private static final int SIZE = 28;
    private static final int BOX = 20;
    private static final List<String> CLASSES = IntStream.range(0, 10).mapToObj(Integer::toString).toList();

    private Glyphs() { }

    /**
     * {@code n} digits, as equally many of each as there can be, in mixed order.
     * An n below 1, or above the 2739137 that fit one array, is an {@link IllegalArgumentException}.
     */
    public static ByteImages dataset(int n, long seed) {
        return dataset(n, seed, "glyphs", "glyphs: generated digits");
    }

    /** The same under another name and with another line of origin. */
    public static ByteImages dataset(int n, long seed, String name, String source) {
        int most = Integer.MAX_VALUE / (SIZE * SIZE);
        if (n < 1 || n > most) throw new IllegalArgumentException("Glyphs: expected 1 to %d images, got %d".formatted(most, n));
        int[] digits = digits(n, seed);
        byte[] labels = new byte[n];
        byte[] pixels = new byte[n * SIZE * SIZE];
        IntStream.range(0, n).parallel().forEach(i -> {                        // each image has its own numbers: order does not matter
            labels[i] = (byte) digits[i];
            image(digits[i], SplitMix.of(seed, i), pixels, i * SIZE * SIZE);
        });
        return new ByteImages(new ByteImages.About(name, source, true, CLASSES, List.of(1, SIZE, SIZE)), pixels, labels);
    }

    /** Every ten images hold each digit once, in an order of their own: a longer data set begins with the shorter one. */
    private static int[] digits(int n, long seed) {
        int[] digits = new int[n];
        for (int from = 0; from < n; from += 10) {
            int[] ten = IntStream.range(0, 10).toArray();
            SplitMix.of(seed, from, 10).shuffle(ten);
            System.arraycopy(ten, 0, digits, from, Math.min(10, n - from));
        }
        return digits;
    }

    private static void image(int digit, SplitMix rng, byte[] into, int offset) {
        Pen pen = new Pen(SIZE);
        Hand.draw(Hand.strokes(digit, rng), pen, (SIZE - BOX) / 2.0, BOX, rng);
        double[] ink = pen.centred();
        Paper.age(ink, SIZE, rng);
        for (int p = 0; p < ink.length; p++) {
            into[offset + p] = (byte) (int) Math.floor(255 * Math.min(1, Math.max(0, ink[p])) + 0.5);
        }
    }
}
