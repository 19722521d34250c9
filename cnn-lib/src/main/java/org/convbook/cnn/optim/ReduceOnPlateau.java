package org.convbook.cnn.optim;

/**
 * Lowers the learning rate when a loss no longer falls. A loss is better when it is below best · (1 − threshold); after more than
 * {@code patience} epochs in a row without a better one the rate is multiplied by {@code factor}, but not below {@code lowest}; the
 * {@code coolDown} epochs after that do not count. A loss that is NaN is never better, and a change of less than 1e−8 is not made. Losses are
 * at least 0.
 * <p>It remembers the losses it has seen: one training each, or {@link #restart}. A setting out of range is an
 * {@link IllegalArgumentException}.
 */
public final class ReduceOnPlateau {
    private static final double SMALLEST_CHANGE = 1e-8;

    private final double factor;
    private final int patience;
    private final double threshold;
    private final int coolDown;
    private final double lowest;
    private double best;
    private double waited;
    private double resting;

    /** With factor 0.1, patience 10, threshold 1e−4, no cool-down, and no lowest rate. */
    public ReduceOnPlateau() {
        this(0.1, 10);
    }

    /** With this factor, in (0, 1), and patience; threshold 1e−4, no cool-down, and no lowest rate. */
    public ReduceOnPlateau(double factor, int patience) {
        this(factor, patience, 1e-4, 0, 0);
    }

    /** With all settings. */
    public ReduceOnPlateau(double factor, int patience, double threshold, int coolDown, double lowest) {
        if (!(factor > 0 && factor < 1)) throw bad("factor must be in (0, 1)", factor);
        if (patience < 0) throw bad("patience must be at least 0", patience);
        if (!(threshold >= 0 && threshold < 1)) throw bad("threshold must be in [0, 1)", threshold);
        if (coolDown < 0) throw bad("coolDown must be at least 0", coolDown);
        if (!(lowest >= 0 && lowest < Double.POSITIVE_INFINITY)) throw bad("lowest must be at least 0", lowest);
        this.factor = factor;
        this.patience = patience;
        this.threshold = threshold;
        this.coolDown = coolDown;
        this.lowest = lowest;
        restart();
    }

    private static IllegalArgumentException bad(String what, Number got) {
        return new IllegalArgumentException("ReduceOnPlateau: " + what + ", got " + got);
    }

    /** Forgets the losses seen. */
    public void restart() {
        best = Double.POSITIVE_INFINITY;
        waited = 0;
        resting = 0;
    }

    /** Takes the loss of one epoch, and returns the learning rate of the next, given that of this one. */
    public double next(double loss, double rate) {
        boolean better = loss < best * (1 - threshold);                       // also with best = infinity
        if (better) best = loss;
        waited = better ? 0 : waited + 1;
        if (resting > 0) {
            resting--;
            waited = 0;
        }
        if (waited <= patience) return rate;
        resting = coolDown;
        waited = 0;
        double lower = Math.max(rate * factor, lowest);
        return rate - lower > SMALLEST_CHANGE ? lower : rate;
    }

    /** What it remembers, to be saved: the best loss, the epochs without a better one, the epochs left to rest. */
    public double[] state() {
        return new double[] {best, waited, resting};
    }

    /** Goes on from a {@link #state()}. */
    public void state(double... state) {
        best = state[0];
        waited = state[1];
        resting = state[2];
    }

    /** For example {@code ReduceOnPlateau(factor 0.1, patience 10)}. */
    @Override
    public String toString() {
        return "ReduceOnPlateau(factor " + factor + ", patience " + patience + (threshold == 1e-4 ? "" : ", threshold " + threshold)
            + (coolDown == 0 ? "" : ", coolDown " + coolDown) + (lowest == 0 ? "" : ", lowest " + lowest) + ")";
    }
}
