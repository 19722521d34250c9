package org.convbook.data.transform;

import java.util.random.RandomGenerator;

/** Mean 0 and deviation 1 for each channel. */
final class Standardized implements Transform {
    private final double[] mean;
    private final double[] std;

    Standardized(double[] mean, double[] std) {
        this.mean = mean.clone();
        this.std = std.clone();
        if (mean.length != std.length || mean.length == 0) {
            throw new IllegalArgumentException("normalize: %d means and %d stds, expected as many of both, at least one"
                .formatted(mean.length, std.length));
        }
        for (int c = 0; c < std.length; c++) {
            if (!(std[c] > 0 && std[c] < Double.POSITIVE_INFINITY && Double.isFinite(mean[c]))) {
                throw new IllegalArgumentException("normalize: mean %s and std %s of channel %d, expected finite numbers and a std above 0"
                    .formatted(mean[c], std[c], c));
            }
        }
    }

    @Override public Effect effect() {
        return Effect.VALUES;
    }

    @Override public void apply(float[] image, int[] shape, RandomGenerator rng) {
        if (mean.length != 1 && mean.length != shape[0]) {
            throw new IllegalArgumentException("normalize: %d means for an image with %d channels, expected 1 or %d"
                .formatted(mean.length, shape[0], shape[0]));
        }
        int area = shape[1] * shape[2];
        for (int c = 0; c < shape[0]; c++) {
            int k = mean.length == 1 ? 0 : c;
            for (int p = c * area; p < (c + 1) * area; p++) image[p] = (float) ((image[p] - mean[k]) / std[k]);
        }
    }
}
