package org.convbook.data.synthetic;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.convbook.data.Dataset;

/**
 * Points in the plane in two or more classes, made for looking at what a classifier learns: each is an "image" of two values.
 * <pre>
 * image  {2, 1, 1}: x and y, about -1 to 1
 * </pre>
 * The same number and seed give the same points, class by class in turn. Fewer than one point, or fewer than two classes, are an
 * {@link IllegalArgumentException}.
 */
public final class Points implements Dataset {
    private static final double SPREAD = 0.11;

    /** Where point {@code i} of a class lies, before it is scattered. */
    private interface Place {
        double[] of(int label, double t, Random rng);
    }

    private final String name;
    private final int classes;
    private final float[] values;

    private Points(String name, int n, int classes, long seed, double spread, Place place) {
        if (n < 1) throw new IllegalArgumentException("points: at least 1 is needed, got " + n);
        if (classes < 2) throw new IllegalArgumentException("points: at least 2 classes are needed, got " + classes);
        this.name = name;
        this.classes = classes;
        values = new float[2 * n];
        Random rng = new Random(seed);
        for (int i = 0; i < n; i++) {
            double[] at = place.of(i % classes, rng.nextDouble(), rng);
            values[2 * i] = (float) (at[0] + spread * rng.nextGaussian());
            values[2 * i + 1] = (float) (at[1] + spread * rng.nextGaussian());
        }
    }

    /** Two clouds that a straight line parts. */
    public static Points clouds(int n, long seed) {
        return new Points("two clouds", n, 2, seed, 2 * SPREAD, (k, t, rng) -> new double[] {k == 0 ? -0.5 : 0.5, k == 0 ? -0.4 : 0.4});
    }

    /** Exclusive or: class 1 where exactly one coordinate is positive. No line parts them. */
    public static Points xor(int n, long seed) {
        return new Points("exclusive or", n, 2, seed, 1.5 * SPREAD, (k, t, rng) -> {
            double side = t < 0.5 ? -0.55 : 0.55;
            return new double[] {side, k == 0 ? side : -side};
        });
    }

    /** A disc within a ring. */
    public static Points rings(int n, long seed) {
        return new Points("a disc in a ring", n, 2, seed, SPREAD / 2, (k, t, rng) -> {
            double r = k == 0 ? 0.4 * Math.sqrt(rng.nextDouble()) : 0.8 + 0.08 * rng.nextGaussian();
            return new double[] {r * Math.cos(2 * Math.PI * t), r * Math.sin(2 * Math.PI * t)};
        });
    }

    /** Two half moons that reach into each other. */
    public static Points moons(int n, long seed) {
        return new Points("two moons", n, 2, seed, SPREAD, (k, t, rng) -> k == 0
            ? new double[] {0.65 * Math.cos(Math.PI * t) - 0.32, 0.75 * Math.sin(Math.PI * t) - 0.2}
            : new double[] {-0.65 * Math.cos(Math.PI * t) + 0.32, -0.75 * Math.sin(Math.PI * t) + 0.2});
    }

    /** As many spiral arms as classes. */
    public static Points spirals(int n, int classes, long seed) {
        return new Points(classes + " spirals", n, classes, seed, SPREAD / 4, (k, t, rng) -> {
            double angle = 2 * Math.PI * k / classes + 4 * t, r = 0.1 + 0.85 * t;
            return new double[] {r * Math.cos(angle), r * Math.sin(angle)};
        });
    }

    @Override public String name() {
        return name;
    }

    @Override public String source() {
        return size() + " points made by this library";
    }

    @Override public boolean standIn() {
        return false;
    }

    @Override public int size() {
        return values.length / 2;
    }

    @Override public int[] imageShape() {
        return new int[] {2, 1, 1};
    }

    @Override public List<String> classes() {
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    @Override public int label(int i) {
        Objects.checkIndex(i, size());
        return i % classes;
    }

    @Override public void image(int i, float[] into, int offset) {
        Objects.checkIndex(i, size());
        into[offset] = values[2 * i];
        into[offset + 1] = values[2 * i + 1];
    }

    /** For example {@code two moons: 200 points in 2 classes}. */
    @Override public String toString() {
        return name + ": " + size() + " points in " + classes + " classes";
    }
}
