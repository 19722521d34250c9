package org.convbook.cnn.classic;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A linear support vector machine for several classes, each against all others.
 * <pre>
 * score  s_k(x) = w_k x + b_k                                           the class with the largest score is the answer
 * loss   (|w_k|^2 + b_k^2) / 2 + C sum_i max(0, 1 - y_i s_k(x_i))^2     y_i is 1 for rows of class k, else -1
 * </pre>
 * It is found by dual coordinate descent (Hsieh et al. 2008): one row after the other, in an order mixed anew for each pass, gets the best
 * multiplier while the others stay. The bias is the weight of a number that is always 1. The same rows and settings give the same bits.
 *
 * @see <a href="https://doi.org/10.1145/1390156.1390208">Hsieh, Chang, Lin, Keerthi &amp; Sundararajan 2008, A dual coordinate descent
 *     method for large-scale linear SVM</a>
 */
public final class LinearSvm {
    private final List<Hyperplane> planes;
    private final List<String> classes;
    private final Settings settings;

    private LinearSvm(List<Hyperplane> planes, List<String> classes, Settings settings) {
        this.planes = planes;
        this.classes = classes;
        this.settings = settings;
    }

    /**
     * How it learns.
     *
     * @param c the weight of the loss against the margin: the larger, the fewer rows of the training set may be on the wrong side
     * @param tolerance it has ended when in a whole pass the slopes of all multipliers that may still move lie within this of each other
     * @param maxPasses it ends after so many passes at the latest, 1 or more
     * @param seed of the order of the rows
     */
    public record Settings(double c, double tolerance, int maxPasses, long seed) {
        /** C 1, tolerance 0.1, 1000 passes at most, seed 0. */
        public static final Settings DEFAULT = new Settings(1, 0.1, 1000, 0);

        /** A C or a tolerance that is not above 0, or no pass, is an {@link IllegalArgumentException}. */
        public Settings {
            if (!(c > 0 && c < Double.POSITIVE_INFINITY)) throw new IllegalArgumentException("LinearSvm: c must be above 0, got " + c);
            if (!(tolerance > 0)) throw new IllegalArgumentException("LinearSvm: the tolerance must be above 0, got " + tolerance);
            if (maxPasses < 1) throw new IllegalArgumentException("LinearSvm: there is at least 1 pass, got " + maxPasses);
        }

        /** The same with another C. */
        public Settings c(double c) {
            return new Settings(c, tolerance, maxPasses, seed);
        }

        /** The same with another tolerance. */
        public Settings tolerance(double tolerance) {
            return new Settings(c, tolerance, maxPasses, seed);
        }

        /** The same with another limit of passes. */
        public Settings maxPasses(int maxPasses) {
            return new Settings(c, tolerance, maxPasses, seed);
        }
    }

    /** Learns from all rows, with {@link Settings#DEFAULT}. */
    public static LinearSvm fit(Features train) {
        return fit(train, Settings.DEFAULT);
    }

    /**
     * Learns from all rows; the processor's cores share the classes. When the thread is interrupted, every class ends its pass and keeps
     * what it has learnt, and the thread stays interrupted.
     */
    public static LinearSvm fit(Features train, Settings settings) {
        Thread caller = Thread.currentThread();
        double[] squares = Arrays.stream(train.rows()).parallel().mapToDouble(x -> Hyperplane.dot(x, x) + 1).toArray();
        List<Hyperplane> planes = IntStream.range(0, train.classes().size()).parallel()
            .mapToObj(k -> new DualDescent(train, squares, k, settings).run(caller::isInterrupted)).toList();
        return new LinearSvm(planes, train.classes(), settings);
    }

    /** The score of each class. A row of another length than those it learnt from is an {@link IllegalArgumentException}. */
    public double[] scores(float[] row) {
        if (row.length != length()) throw new IllegalArgumentException(this + ": got a row of " + row.length + " numbers, expected " + length());
        return planes.stream().mapToDouble(plane -> plane.score(row)).toArray();
    }

    /** The class with the largest score, the first of equal ones. */
    public int predict(float[] row) {
        double[] scores = scores(row);
        return IntStream.range(0, scores.length).reduce((a, b) -> scores[b] > scores[a] ? b : a).orElseThrow();
    }

    /** The answers for all rows. */
    public int[] predict(Features features) {
        return Arrays.stream(features.rows()).parallel().mapToInt(this::predict).toArray();
    }

    /** The share of rows whose answer is their label. */
    public double accuracy(Features test) {
        int[] answers = predict(test);
        return IntStream.range(0, answers.length).filter(i -> answers[i] == test.labels()[i]).count() / (double) answers.length;
    }

    /** w_k, a copy. */
    public float[] weights(int k) {
        return planes.get(k).weights().clone();
    }

    /** b_k. */
    public double bias(int k) {
        return planes.get(k).bias();
    }

    /** Whether every class ended within the tolerance, and not by the limit of passes or an interrupt. */
    public boolean converged() {
        return planes.stream().allMatch(Hyperplane::converged);
    }

    private int length() {
        return planes.get(0).weights().length;
    }

    /** For example {@code LinearSvm(324 -> 10, C 1), 14 passes}. */
    @Override public String toString() {
        int passes = planes.stream().mapToInt(Hyperplane::passes).max().orElseThrow();
        String c = settings.c() == Math.rint(settings.c()) ? String.format(Locale.ROOT, "%.0f", settings.c()) : Double.toString(settings.c());
        return "LinearSvm(" + length() + " -> " + classes.size() + ", C " + c + "), " + passes + (passes == 1 ? " pass" : " passes")
            + (converged() ? "" : ", not converged");
    }
}
