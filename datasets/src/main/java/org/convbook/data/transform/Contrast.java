package org.convbook.data.transform;

import java.util.random.RandomGenerator;

/** Pulls the values apart or together, around their mean. */
record Contrast(double amount) implements Transform {
    Contrast {
        if (!(amount >= 0 && amount <= 1)) throw new IllegalArgumentException("contrast: amount must be in [0, 1], got " + amount);
    }

    @Override public void apply(float[] image, int[] shape, RandomGenerator rng) {
        double f = 1 + Amount.around0(amount, rng);
        double sum = 0;
        for (float x : image) sum += x;
        double rest = (1 - f) * sum / image.length;                            // f*x + rest: with f = 1 exactly x
        for (int p = 0; p < image.length; p++) image[p] = (float) (f * image[p] + rest);
    }
}
