package org.convbook.data.transform;

import java.util.random.RandomGenerator;

/** Adds one number to every value. */
record Brightness(double amount) implements Transform {
    Brightness {
        Amount.atLeastZero("brightness: amount", amount);
    }

    @Override public void apply(float[] image, int[] shape, RandomGenerator rng) {
        float b = (float) Amount.around0(amount, rng);
        for (int p = 0; p < image.length; p++) image[p] += b;
    }
}
