package org.convbook.data.synthetic;

import org.convbook.data.SplitMix;

/** What paper and scanner do to ink: blur, uneven strength, noise where there is ink, and a rare speck. */
final class Paper {
    private static final double BLUR = 0.5;            // at most this share comes from the four neighbours
    private static final double NOISE = 0.10;
    private static final double SPECK_CHANCE = 0.06;

    private Paper() { }

    /** Changes a square sheet of ink in place; values may leave [0, 1] a little. */
    static void age(double[] ink, int size, SplitMix rng) {
        blur(ink, size, BLUR * rng.nextDouble());
        double strength = 1.15 - 0.3 * rng.nextDouble();
        for (int p = 0; p < ink.length; p++) {
            if (ink[p] > 0) ink[p] = ink[p] * (strength + NOISE * rng.nextGaussian());
        }
        if (rng.nextDouble() < SPECK_CHANCE) speck(ink, size, rng);
    }

    private static void blur(double[] ink, int size, double share) {
        double[] from = ink.clone();
        for (int p = 0; p < ink.length; p++) {
            int x = p % size;
            double around = (x > 0 ? from[p - 1] : 0) + (x < size - 1 ? from[p + 1] : 0)
                + (p >= size ? from[p - size] : 0) + (p < ink.length - size ? from[p + size] : 0);
            ink[p] = (1 - share) * from[p] + share * around / 4;
        }
    }

    private static void speck(double[] ink, int size, SplitMix rng) {
        int x = 3 + rng.nextInt(size - 7);
        int y = 3 + rng.nextInt(size - 7);
        double strength = 0.4 + 0.5 * rng.nextDouble();
        for (int p : new int[] {y * size + x, y * size + x + 1, (y + 1) * size + x}) ink[p] = Math.max(ink[p], strength);
    }
}
