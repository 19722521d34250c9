package org.convbook.data.synthetic;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.convbook.data.ByteImages;
import org.convbook.data.SplitMix;

/**
 * Generated colour pictures of shapes, in the form of CIFAR: one shape of any colour, filling, size, turn and place on a busy ground.
 * <pre>
 * image  {3, 32, 32}, red, green, blue, values in [0, 1]
 * label  the shape, the shape with its filling, or one of two groups of fillings for each shape: see {@link Naming}
 * </pre>
 * Colour says nothing about the class, so that a network must learn form. Image i of a seed is the same on every machine and for every n.
 */
public final class Shapes {
    private static final int SIZE = 32;
    private static final int SAMPLES = 3;              // each pixel is the mean of 3 x 3 points
    private static final double NOISE = 0.1;           // of each value, with a triangular density
    private static final double LEAST_CONTRAST = 0.35; // of shape and ground, over the three channels together

    private Shapes() { }

    /** What counts as a class. */
    public enum Naming {
        /** 10 classes: the shape. */
        SHAPES(1),
        /** 20 classes: the shape, plain and striped or patterned: the superclasses of DETAILED. */
        GROUPS(2),
        /** 100 classes: the shape and its filling; class k belongs to group k / 5. */
        DETAILED(10);

        private final int each;

        Naming(int each) {
            this.each = each;
        }

        /** The names of the classes. */
        public List<String> classes() {
            return IntStream.range(0, Outline.values().length * each).mapToObj(this::name).toList();
        }

        private String name(int label) {
            String shape = Outline.values()[label / each].name().toLowerCase(Locale.ROOT);
            return switch (this) {
                case SHAPES -> shape;
                case GROUPS -> shape + (label % 2 == 0 ? ", plain or striped" : ", patterned");
                case DETAILED -> Filling.values()[label % 10].name().toLowerCase(Locale.ROOT) + " " + shape;
            };
        }
    }

    /**
     * {@code n} pictures whose class is the shape, as equally many of each as there can be, in mixed order.
     * An n below 1, or above the 699050 that fit one array, is an {@link IllegalArgumentException}.
     */
    public static ByteImages dataset(int n, long seed) {
        return dataset(n, seed, Naming.SHAPES, "shapes", "shapes: generated pictures");
    }

    /** The same with other classes, under another name and with another line of origin. */
    public static ByteImages dataset(int n, long seed, Naming naming, String name, String source) {
        Objects.requireNonNull(naming, "naming");
        int length = 3 * SIZE * SIZE;
        int most = Integer.MAX_VALUE / length;
        if (n < 1 || n > most) throw new IllegalArgumentException("Shapes: expected 1 to %d images, got %d".formatted(most, n));
        byte[] labels = labels(n, seed, naming);
        byte[] pixels = new byte[n * length];
        IntStream.range(0, n).parallel().forEach(i -> {                        // each image has its own numbers: order does not matter
            SplitMix rng = SplitMix.of(seed, i);
            Outline outline = Outline.values()[labels[i] / naming.each];
            draw(outline, filling(labels[i], naming, rng), rng, pixels, i * length);
        });
        var about = new ByteImages.About(name, source, true, naming.classes(), List.of(3, SIZE, SIZE));
        return new ByteImages(about, pixels, labels);
    }

    private static Filling filling(int label, Naming naming, SplitMix rng) {
        int number = rng.nextInt(10);
        return Filling.values()[switch (naming) {
            case SHAPES -> number;
            case GROUPS -> label % 2 * 5 + number % 5;
            case DETAILED -> label % 10;
        }];
    }

    /** As many images as there are classes hold each class once, in an order of their own: a longer data set begins with the shorter one. */
    private static byte[] labels(int n, long seed, Naming naming) {
        int classes = Outline.values().length * naming.each;
        byte[] labels = new byte[n];
        for (int from = 0; from < n; from += classes) {
            int[] all = IntStream.range(0, classes).toArray();
            SplitMix.of(seed, from, classes).shuffle(all);
            for (int k = 0; k < classes && from + k < n; k++) labels[from + k] = (byte) all[k];
        }
        return labels;
    }

    private static void draw(Outline outline, Filling filling, SplitMix rng, byte[] into, int offset) {
        Ground ground = new Ground(SIZE, rng);
        double[] first = ground.colourApart(LEAST_CONTRAST, rng);
        double[] second = ground.colourApart(LEAST_CONTRAST, rng);
        double radius = rng.nextDouble(8, 14);
        double middleY = SIZE / 2.0 + rng.nextDouble(-1, 1) * (SIZE / 2.0 - radius);
        double middleX = SIZE / 2.0 + rng.nextDouble(-1, 1) * (SIZE / 2.0 - radius);
        double turn = rng.nextDouble(-0.5, 0.5);                               // up to 29 degrees: an arrow keeps its up
        double cos = StrictMath.cos(turn) / radius;
        double sin = StrictMath.sin(turn) / radius;
        double pitch = rng.nextDouble(0.35, 0.55);
        for (int p = 0; p < SIZE * SIZE; p++) {
            int inside = 0;
            double ofSecond = 0;
            boolean near = Math.abs(p / SIZE - middleY) < radius + 1 && Math.abs(p % SIZE - middleX) < radius + 1;
            for (int s = 0; near && s < SAMPLES * SAMPLES; s++) {
                double y = p / SIZE + (s / SAMPLES + 0.5) / SAMPLES - middleY;
                double x = p % SIZE + (s % SAMPLES + 0.5) / SAMPLES - middleX;
                double u = cos * x + sin * y;
                double v = cos * y - sin * x;
                if (u * u + v * v >= 1 || !outline.contains(u, v)) continue;
                inside++;
                ofSecond += filling.share(u, v, pitch);
            }
            for (int c = 0; c < 3; c++) {
                double value = ((inside - ofSecond) * first[c] + ofSecond * second[c] + (SAMPLES * SAMPLES - inside) * ground.value(c, p))
                    / (SAMPLES * SAMPLES) + NOISE * (rng.nextDouble() + rng.nextDouble() - 1);
                into[offset + c * SIZE * SIZE + p] = (byte) Math.round(255 * Math.min(1, Math.max(0, value)));
            }
        }
    }
}
