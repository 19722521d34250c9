package org.convbook.cnn.optim;

/** What schedules have in common. */
final class Check {
    private Check() {}

    static void atLeastOne(String what, long value) {
        if (value < 1) throw new IllegalArgumentException("Schedule: " + what + " must be at least 1 step, got " + value);
    }

    static void positive(String what, double value) {
        if (value > 0 && value < Double.POSITIVE_INFINITY) return;                   // not NaN
        throw new IllegalArgumentException("Schedule: " + what + " must be positive, got " + value);
    }

    /** From a to b as the share goes from 0 to 1. */
    static double halfCosine(double a, double b, double share) {
        return b + (a - b) * (1 + Math.cos(Math.PI * share)) / 2;
    }
}
