package org.convbook.data;

import java.util.random.RandomGenerator;

/**
 * Random numbers that are the same on every machine and every Java version, and that start anywhere at once.
 * The n-th number is {@code mix(start + n * 0x9E3779B97F4A7C15)}; {@link #of} makes the start out of keys such as seed, epoch and
 * image, so that image 17 of epoch 3 has its own numbers without drawing those before it. Not for cryptography, not thread-safe.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea &amp; Flood 2014, Fast splittable pseudorandom number generators</a>
 */
public final class SplitMix implements RandomGenerator {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    private SplitMix(long state) {
        this.state = state;
    }

    /** A generator for these keys, in this order; other keys give unrelated numbers. */
    public static SplitMix of(long... keys) {
        long state = GOLDEN;
        for (long key : keys) state = mix(state + mix(key + GOLDEN));
        return new SplitMix(state);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    @Override public long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    @Override public int nextInt() {
        return (int) (nextLong() >>> 32);
    }

    /** Uniform in 0 to bound - 1, without bias: draws again where the top of the range would favour small numbers. */
    @Override public int nextInt(int bound) {
        if (bound <= 0) throw new IllegalArgumentException("bound must be above 0, got " + bound);
        while (true) {
            int draw = nextInt() >>> 1;
            int value = draw % bound;
            if (draw - value + (bound - 1) >= 0) return value;
        }
    }

    /** Uniform in [0, 1), a multiple of 2^-53. */
    @Override public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** Uniform in [low, high). */
    @Override public double nextDouble(double low, double high) {
        return low + nextDouble() * (high - low);
    }

    /** Normal, mean 0, standard deviation 1 (Box and Muller 1958; two uniform numbers each). */
    @Override public double nextGaussian() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * nextDouble());
    }

    /** Puts the values in random order (Fisher and Yates, from the end). */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int t = values[i];
            values[i] = values[j];
            values[j] = t;
        }
    }
}
