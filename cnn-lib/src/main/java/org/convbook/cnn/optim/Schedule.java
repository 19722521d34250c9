package org.convbook.cnn.optim;

import java.util.Arrays;

/**
 * How the learning rate changes while a network trains: a factor on it for each step, or for each epoch.
 * <pre>{@code
 * trainer.schedule(Schedule.cosine().warmUp(500));                      // by steps
 * trainer.epochSchedule(Schedule.multiStep(0.1, 30, 60));               // by epochs
 * trainer.schedule((step, steps) -> 1.0 / (1 + 0.001 * step));          // any function
 * }</pre>
 * A setting out of range is an {@link IllegalArgumentException}.
 */
@FunctionalInterface
public interface Schedule {
    /**
     * The factor on the learning rate, at least 0.
     *
     * @param step the number of steps (or epochs) made so far: 0 for the first
     * @param steps the planned number of them, at least 1
     */
    double factor(long step, long steps);

    /** 1 throughout. */
    static Schedule constant() {
        return (step, steps) -> 1;
    }

    /** Multiplied by {@code factor} after every {@code every} steps. */
    static Schedule step(long every, double factor) {
        Check.atLeastOne("every", every);
        Check.positive("factor", factor);
        return (step, steps) -> Math.pow(factor, step / every);
    }

    /** Multiplied by {@code factor} when each of these numbers of steps has been made. */
    static Schedule multiStep(double factor, long... at) {
        Check.positive("factor", factor);
        long[] sorted = at.clone();
        Arrays.sort(sorted);
        if (sorted.length > 0) Check.atLeastOne("at", sorted[0]);
        return (step, steps) -> Math.pow(factor, Arrays.stream(sorted).filter(a -> a <= step).count());
    }

    /** A straight line from 1, which would reach 0 after the last step: 1 − step/steps. */
    static Schedule linear() {
        return (step, steps) -> Math.max(0, 1 - (double) step / steps);
    }

    /**
     * Half a cosine from 1, which would reach 0 after the last step: (1 + cos(π·step/steps))/2.
     *
     * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov &amp; Hutter 2017, SGDR</a>
     */
    static Schedule cosine() {
        return (step, steps) -> (1 + Math.cos(Math.PI * Math.min(step, steps) / steps)) / 2;
    }

    /** {@link #oneCycle(double, double, double)} as PyTorch has it: a rise over 30 % of the steps from 1/25, then down to 1/250,000. */
    static Schedule oneCycle() {
        return oneCycle(0.3, 1.0 / 25, 1.0 / 250_000);
    }

    /**
     * Half a cosine up from {@code first} to 1 at step rise·steps − 1, and half a cosine down to {@code last} at the last step.
     *
     * @see <a href="https://arxiv.org/abs/1708.07120">Smith &amp; Topin 2018, Super-convergence</a>
     */
    static Schedule oneCycle(double rise, double first, double last) {
        if (!(rise > 0 && rise < 1)) throw new IllegalArgumentException("Schedule: rise must be in (0, 1), got " + rise);
        Check.positive("first", first);
        Check.positive("last", last);
        return (step, steps) -> {
            double top = rise * steps - 1;
            double end = steps - 1;
            return step <= top || top >= end
                ? Check.halfCosine(first, 1, top <= 0 ? 1 : Math.min(1, step / top))
                : Check.halfCosine(1, last, Math.min(1, (step - top) / (end - top)));
        };
    }

    /**
     * A straight rise over the first {@code length} steps, 1/length, 2/length, …, 1, of the factor that this schedule begins with; then this
     * schedule from its beginning, over the steps that are left.
     *
     * @see <a href="https://arxiv.org/abs/1706.02677">Goyal et al. 2017, Accurate, large minibatch SGD</a>
     */
    default Schedule warmUp(long length) {
        Check.atLeastOne("warm-up", length);
        return (step, steps) -> step < length
            ? factor(0, Math.max(1, steps - length)) * (step + 1) / length
            : factor(step - length, Math.max(1, steps - length));
    }

    /** The product with another schedule. */
    default Schedule times(Schedule other) {
        return (step, steps) -> factor(step, steps) * other.factor(step, steps);
    }
}
