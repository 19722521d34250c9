package org.convbook.parity;

import java.util.Random;
import java.util.SplittableRandom;
import org.convbook.cnn.backend.Shape;

/** What one configuration is drawn from; the same seed, name and number draw the same one again. */
class Draw {
    final Random rng;

    Draw(long seed, String name, int number) {
        long key = (seed * 31 + name.hashCode()) * 1_000_003 + number;
        rng = new Random(new SplittableRandom(key).nextLong());   // seeds side by side would draw alike
    }

    /** A whole number, both ends included. */
    int between(int least, int most) {
        return least + rng.nextInt(most - least + 1);
    }

    /** A number in this range. */
    double within(double least, double most) {
        return least + (most - least) * rng.nextDouble();
    }

    boolean chance(double probability) {
        return rng.nextDouble() < probability;
    }

    int pick(int... values) {
        return values[rng.nextInt(values.length)];
    }

    @SafeVarargs
    final <T> T oneOf(T... values) {
        return values[rng.nextInt(values.length)];
    }

    /** Gaussian values; now and then few different ones, so that some are equal. */
    float[] values(Shape shape) {
        boolean few = chance(0.1);
        float[] values = new float[shape.count()];
        for (int i = 0; i < values.length; i++) values[i] = few ? between(-4, 4) / 2f : (float) rng.nextGaussian();
        return values;
    }

    /** Class numbers below this one; some of them {@code ignore}, which is no class, if it is not null. */
    int[] labels(int count, int classes, Integer ignore) {
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) labels[i] = ignore != null && i > 0 && chance(0.2) ? ignore : rng.nextInt(classes);
        return labels;
    }
}
