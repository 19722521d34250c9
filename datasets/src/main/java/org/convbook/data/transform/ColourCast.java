package org.convbook.data.transform;

import java.util.random.RandomGenerator;

/** Raises or lowers some of the channels. */
record ColourCast(double amount) implements Transform {
    ColourCast {
        Amount.atLeastZero("colourCast: amount", amount);
    }

    @Override public void apply(float[] image, int[] shape, RandomGenerator rng) {
        int area = shape[1] * shape[2];
        for (int c = 0; c < shape[0]; c++) {
            if (rng.nextInt(2) == 0) continue;
            float d = (float) Amount.around0(amount, rng);
            for (int p = c * area; p < (c + 1) * area; p++) image[p] += d;
        }
    }
}
