package org.convbook.lab;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.convbook.chart.Curve;
import org.convbook.cnn.train.History;

/**
 * What one training gives to a chart of losses.
 *
 * @param name     what the run is called
 * @param places   where each step ended, in epochs
 * @param losses   the loss of each step
 * @param epochs   the epochs that have ended
 * @param accuracy the share of training images classified rightly, in the course of the epochs
 */
record LossRun(String name, double[] places, double[] losses, List<History.Epoch> epochs, Curve accuracy) {
    /** The state of a history; each epoch's accuracy, a mean over the epoch, stands at its middle. */
    static LossRun of(String name, History history) {
        List<History.Epoch> epochs = history.epochs();
        double[] middles = epochs.stream().mapToDouble(e -> e.epoch() - 0.5).toArray();
        return of(name, history, new Curve("train", middles, epochs.stream().mapToDouble(History.Epoch::accuracy).toArray()));
    }

    /** The state of a history whose accuracy has been sampled more finely. */
    static LossRun of(String name, History history, Curve accuracy) {
        List<History.Epoch> epochs = history.epochs();                  // first: a step may come in between
        double[] losses = history.losses();
        return new LossRun(name, Arrays.copyOf(history.places(), losses.length), losses, epochs, accuracy);
    }

    /** Where the run has come to, in epochs. */
    double end() {
        return places.length == 0 ? 0 : places[places.length - 1];
    }

    /** A validation value of each epoch, at its end; empty where there is none. */
    Curve validation(boolean loss) {
        double[] values = epochs.stream().mapToDouble(e -> loss ? e.validationLoss() : e.validationAccuracy()).toArray();
        if (Arrays.stream(values).allMatch(Double::isNaN)) return new Curve("validation", new double[0], new double[0]);
        return new Curve("validation", epochs.stream().mapToDouble(e -> Math.min(e.epoch(), Math.max(e.epoch() - 1, end()))).toArray(), values);
    }

    /** The place among the epochs of the lowest validation loss, the first of equal ones; -1 where it says nothing. */
    int best() {
        int best = -1, seen = 0;
        for (int i = 0; i < epochs.size(); i++) {
            double loss = epochs.get(i).validationLoss();
            if (!Double.isFinite(loss)) continue;
            seen++;
            if (best < 0 || loss < epochs.get(best).validationLoss()) best = i;
        }
        return seen < 2 ? -1 : best;
    }

    /** The first step, from 0, whose loss is no finite number; -1 if there is none. */
    int firstBad() {
        return IntStream.range(0, losses.length).filter(i -> !Double.isFinite(losses[i])).findFirst().orElse(-1);
    }

    /**
     * The single steps. Where there are more than {@code most} points, equally many neighbours each give their smallest and their largest
     * loss, in the order in which these came: no spike is lost.
     */
    Curve raw(int most) {
        int each = Math.max(1, (int) Math.ceil(2.0 * losses.length / most));
        if (losses.length <= most) each = 1;
        double[] x = new double[2 * losses.length], y = new double[x.length];
        int n = 0;
        for (int from = 0; from < losses.length; from += each) {
            int low = -1, high = -1;
            for (int i = from; i < Math.min(losses.length, from + each); i++) {
                if (!Double.isFinite(losses[i])) continue;
                if (low < 0 || losses[i] < losses[low]) low = i;
                if (high < 0 || losses[i] > losses[high]) high = i;
            }
            int[] both = low < 0 ? new int[] {from} : low == high ? new int[] {low} : new int[] {Math.min(low, high), Math.max(low, high)};
            for (int i : both) {
                x[n] = places[i];
                y[n++] = losses[i];
            }
        }
        return new Curve("steps", Arrays.copyOf(x, n), Arrays.copyOf(y, n));
    }

    /**
     * The exponential running mean over every step, free of the pull towards a starting value; of more than {@code most} steps so many are
     * shown, evenly spaced, the last among them. A loss that is no finite number is left out of the mean and leaves a gap.
     */
    Curve smooth(double smoothing, int most) {
        double[] means = smoothed(losses, smoothing);
        int each = Math.max(1, (means.length + most - 1) / most), n = (means.length + each - 1) / each;
        double[] x = new double[n], y = new double[n];
        for (int i = 0; i < n; i++) {
            int at = means.length - 1 - (n - 1 - i) * each;
            x[i] = places[at];
            y[i] = means[at];
        }
        return new Curve("train", x, y);
    }

    /** Each value with the weight 1 − smoothing, those before it with the rest. */
    static double[] smoothed(double[] values, double smoothing) {
        double[] result = new double[values.length];
        double mean = 0, weight = 0;
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                mean = smoothing * mean + (1 - smoothing) * values[i];
                weight = smoothing * weight + 1 - smoothing;
            }
            result[i] = Double.isFinite(values[i]) ? mean / weight : values[i];
        }
        return result;
    }
}
