package org.convbook.data.synthetic;

import org.convbook.data.SplitMix;

/** A busy background: two colours that fade into each other, with soft blots. */
final class Ground {
    private static final int BLOTS = 5;

    private final double[] from;
    private final double[] to;
    private final double[][] values;                                           // channel by channel, row by row

    Ground(int size, SplitMix rng) {
        from = colour(rng);
        to = colour(rng);
        values = new double[3][size * size];
        double direction = rng.nextDouble(0, 2 * Math.PI);
        double right = StrictMath.cos(direction) / size;
        double down = StrictMath.sin(direction) / size;
        for (int c = 0; c < 3; c++) {
            for (int p = 0; p < size * size; p++) {
                double t = 0.5 + (p % size - size / 2.0) * right + (p / size - size / 2.0) * down;
                values[c][p] = (1 - t) * from[c] + t * to[c];
            }
        }
        for (int b = 0; b < BLOTS; b++) blot(size, rng);
    }

    /** Adds a Gaussian of its own colour; it is the product of a row and a column. */
    private void blot(int size, SplitMix rng) {
        double width = size * rng.nextDouble(0.04, 0.2);
        double[] across = bell(size, size * rng.nextDouble(), width);
        double[] down = bell(size, size * rng.nextDouble(), width);
        for (int c = 0; c < 3; c++) {
            double strength = rng.nextDouble(-0.3, 0.3);
            for (int p = 0; p < size * size; p++) values[c][p] += strength * across[p % size] * down[p / size];
        }
    }

    private static double[] bell(int size, double centre, double width) {
        double[] bell = new double[size];
        for (int i = 0; i < size; i++) bell[i] = StrictMath.exp(-(i - centre) * (i - centre) / (2 * width * width));
        return bell;
    }

    private static double[] colour(SplitMix rng) {
        return new double[] {rng.nextDouble(), rng.nextDouble(), rng.nextDouble()};
    }

    /** The value of a channel at a pixel. */
    double value(int channel, int pixel) {
        return values[channel][pixel];
    }

    /** A random colour that differs from the middle of the ground by at least so much, in mean absolute difference. */
    double[] colourApart(double least, SplitMix rng) {
        while (true) {
            double[] colour = colour(rng);
            double apart = 0;
            for (int c = 0; c < 3; c++) apart += Math.abs(colour[c] - (from[c] + to[c]) / 2) / 3;
            if (apart >= least) return colour;
        }
    }
}
