package org.convbook.data;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.convbook.data.transform.Transform;

/**
 * Brings each channel to mean 0 and deviation 1, by the statistics of a data set: {@code (x - mean[c]) / std[c]}.
 * <pre>
 * var normalize = Normalize.of(mnist.train());
 * var train = mnist.train().map(normalize);
 * var test = mnist.test().map(normalize);       // by the numbers of the training images, too
 * </pre>
 * Mean and std (over n values, not n - 1) are taken over all pixels of all images; only those to train on may be asked.
 */
public final class Normalize implements Transform {
    private final double[] mean;
    private final double[] std;
    private final Transform transform;

    private Normalize(double[] mean, double[] std) {
        this.mean = mean;
        this.std = std;
        transform = Transform.normalize(mean, std);
    }

    /** Reads every image once. A data set without images, or a channel that is the same everywhere, is an {@link IllegalArgumentException}. */
    public static Normalize of(Dataset train) {
        ChannelStatistics statistics = ChannelStatistics.of(train);
        double[] std = new double[statistics.mean.length];
        for (int c = 0; c < std.length; c++) {
            double variance = statistics.covariance[c][c];
            if (!(variance > 1e-12)) {
                throw new IllegalArgumentException("%s: channel %d has the value %s everywhere, so no deviation to divide by"
                    .formatted(train.name(), c, (float) statistics.mean[c]));
            }
            std[c] = Math.sqrt(variance);
        }
        return new Normalize(statistics.mean, std);
    }

    /** The mean of each channel; the caller's own copy. */
    public double[] mean() {
        return mean.clone();
    }

    /** The standard deviation of each channel; the caller's own copy. */
    public double[] std() {
        return std.clone();
    }

    @Override public void apply(float[] image, int[] shape, RandomGenerator rng) {
        transform.apply(image, shape, rng);
    }

    @Override public String toString() {
        return "Normalize(mean %s, std %s)".formatted(rounded(mean), rounded(std));
    }

    private static String rounded(double[] values) {
        return Arrays.toString(Arrays.stream(values).map(v -> Math.round(v * 1e4) / 1e4).toArray());
    }
}
