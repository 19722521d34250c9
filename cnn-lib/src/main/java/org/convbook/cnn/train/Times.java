package org.convbook.cnn.train;

/** How long a run's steps take: all of its own, and those of the present epoch. */
final class Times {
    private long since;
    private long steps;
    private double all;
    private double validation;
    private double epoch;
    private long images;

    void nextEpoch() {
        images = 0;
        epoch = 0;
    }

    /** From now on time is a step's. */
    void go() {
        since = System.nanoTime();
    }

    /** A step on so many images has ended. */
    void step(int size) {
        double seconds = seconds(since);
        all += seconds;
        epoch += seconds;
        steps++;
        images += size;
    }

    void validation(double seconds) {
        validation = seconds;
    }

    /** Of the present epoch. */
    double imagesPerSecond() {
        return images / Math.max(1e-9, epoch);
    }

    /** The seconds that so many steps and validations will take; NaN before the first step. */
    double left(long stepsLeft, int validations) {
        return steps == 0 ? Double.NaN : all / steps * stepsLeft + validation * validations;
    }

    static double seconds(long since) {
        return (System.nanoTime() - since) * 1e-9;
    }
}
