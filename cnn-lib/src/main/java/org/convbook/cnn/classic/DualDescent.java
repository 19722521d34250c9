package org.convbook.cnn.classic;

import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Dual coordinate descent for one class against all others with the squared hinge loss.
 * <pre>
 * multiplier a_i >= 0 of each row,  w = sum_i a_i y_i x_i,  and with Q_i = |x_i|^2 + 1 and D = 1 / (2C)
 * slope      g = y_i (w x_i + b) - 1 + D a_i
 * step       a_i = max(0, a_i - g / (Q_i + D))
 * </pre>
 */
final class DualDescent {
    private final Features train;
    private final double[] squares;   // Q_i
    private final int positive;       // the class
    private final LinearSvm.Settings settings;
    private final double[] multipliers;
    private final float[] weights;
    private double bias;

    DualDescent(Features train, double[] squares, int positive, LinearSvm.Settings settings) {
        this.train = train;
        this.squares = squares;
        this.positive = positive;
        this.settings = settings;
        multipliers = new double[train.size()];
        weights = new float[train.length()];
    }

    Hyperplane run(BooleanSupplier stopped) {
        Random rng = new Random(settings.seed());
        int[] order = IntStream.range(0, train.size()).toArray();
        for (int passes = 1;; passes++) {
            boolean converged = pass(order, rng) <= settings.tolerance();
            if (converged || passes == settings.maxPasses() || stopped.getAsBoolean()) return new Hyperplane(weights, bias, passes, converged);
        }
    }

    /** Every row once, in mixed order; how far apart the slopes of those were that may still move. */
    private double pass(int[] order, Random rng) {
        double most = Double.NEGATIVE_INFINITY, least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < order.length; k++) {
            int other = k + rng.nextInt(order.length - k), row = order[other];
            order[other] = order[k];
            order[k] = row;
            double slope = step(row);
            most = Math.max(most, slope);
            least = Math.min(least, slope);
        }
        return most - least;
    }

    /** Moves the multiplier of a row to its best value; its slope before, 0 where the multiplier is 0 and would fall. */
    private double step(int row) {
        float[] x = train.rows()[row];
        int y = train.labels()[row] == positive ? 1 : -1;
        double before = multipliers[row], damping = 0.5 / settings.c();
        double slope = y * (Hyperplane.dot(weights, x) + bias) - 1 + damping * before;
        if (before == 0 && slope >= 0) return 0;
        multipliers[row] = Math.max(0, before - slope / (squares[row] + damping));
        double moved = y * (multipliers[row] - before);
        float step = (float) moved;
        for (int i = 0; i < x.length; i++) weights[i] += step * x[i];
        bias += moved;
        return slope;
    }
}
