package org.convbook.data.transform;

import java.util.random.RandomGenerator;

/** Checks and draws what several transforms share. */
final class Amount {
    private Amount() { }

    /** A finite number that is not negative. */
    static double atLeastZero(String what, double amount) {
        if (amount >= 0 && amount < Double.POSITIVE_INFINITY) return amount;
        throw new IllegalArgumentException("%s must be 0 or more and finite, got %s".formatted(what, amount));
    }

    /** Uniform in [-amount, amount]. */
    static double around0(double amount, RandomGenerator rng) {
        return amount * (2 * rng.nextDouble() - 1);
    }
}
