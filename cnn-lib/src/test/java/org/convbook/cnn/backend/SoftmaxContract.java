package org.convbook.cnn.backend;

import java.util.List;
import java.util.Random;
import org.convbook.cnn.Tolerance;
import org.junit.jupiter.api.Test;

/** Softmax and cross-entropy. */
public interface SoftmaxContract extends ContractPart {
    private static Values softmax(Values x) {
        return Values.of(x.shape(), i -> {
            double sum = 0;
            int[] other = i.clone();
            for (int k = 0; k < x.shape().size(1); k++) {
                other[1] = k;
                sum += Math.exp(x.at(other) - x.at(i));   // shifted by x[i]: exact enough for moderate scores
            }
            return 1 / sum;
        });
    }

    @Test
    default void softmaxAndItsGradientFollowTheFormula() {
        Random rng = random();
        for (int[] sizes : new int[][] {{1, 1}, {3, 10}, {64, 10}, {2, 17}, {2, 3, 4}, {2, 5, 3, 4}, {1, 21, 2, 2}}) {
            Values x = Values.normal(rng, sizes);
            Values dy = Values.normal(rng, sizes);
            Values y = softmax(x);
            Values dx = Values.of(x.shape(), i -> {
                double sum = 0;
                int[] other = i.clone();
                for (int k = 0; k < sizes[1]; k++) {
                    other[1] = k;
                    sum += y.at(other) * ((k == i[1] ? 1 : 0) - y.at(i)) * dy.at(other);   // dy_k/dx_i = y_k (δ_ki − y_i)
                }
                return sum;
            });
            Buffer result = backend().softmax(put(rng, x));
            check(y, result, "softmax " + x.shape());
            check(dx, backend().softmaxGradient(put(rng, dy), result), "gradient " + x.shape());
        }
    }

    @Test
    default void logSoftmaxAndItsGradientFollowTheFormula() {
        Random rng = random();
        for (int[] sizes : new int[][] {{1, 1}, {3, 10}, {64, 10}, {2, 17}, {2, 3, 4}, {2, 5, 3, 4}, {1, 21, 2, 2}}) {
            Values x = Values.normal(rng, sizes);
            Values dy = Values.normal(rng, sizes);
            Values p = softmax(x);
            Values dx = Values.of(x.shape(), i -> {
                double sum = 0;
                int[] other = i.clone();
                for (int k = 0; k < sizes[1]; k++) {
                    other[1] = k;
                    sum += ((k == i[1] ? 1 : 0) - p.at(i)) * dy.at(other);   // dy_k/dx_i = δ_ki − p_i
                }
                return sum;
            });
            Buffer y = backend().logSoftmax(put(rng, x));
            check(Values.of(x.shape(), i -> Math.log(p.at(i))), y, "logSoftmax " + x.shape());
            check(dx, backend().logSoftmaxGradient(put(rng, dy), y), "gradient " + x.shape());
        }
        Values large = Values.of(new double[] {1000, 1000, -1000, 80, 0, -80}, 2, 3);
        check(Values.of(new double[] {-Math.log(2), -Math.log(2), -2000 - Math.log(2), 0, -80, -160}, 2, 3),
            backend().logSoftmax(large.on(backend())), "of large scores");
    }

    /** Every label, but for the ignored, counts with its weight. */
    @Test
    default void nllAndItsGradientFollowTheFormula() {
        Random rng = random();
        for (int[] sizes : new int[][] {{1, 1}, {5, 4}, {3, 17}, {2, 3, 4}, {2, 5, 3, 4}, {1, 11, 6, 6}}) {
            for (double smoothing : new double[] {0, 0.1}) {
                for (int ignored : new int[] {-1, 0, 255}) {
                    for (boolean weighted : new boolean[] {false, true}) checkNll(rng, sizes, smoothing, ignored, weighted);
                }
            }
        }
    }

    private void checkNll(Random rng, int[] sizes, double smoothing, int ignored, boolean weighted) {
        int classes = sizes[1];
        Values log = Values.normal(rng, sizes);
        int[] places = sizes.clone();
        places[1] = 1;
        Values labels = Values.of(Shape.of(places), i -> ignored == 255 && rng.nextBoolean() ? 255 : rng.nextInt(classes));
        Values w = Values.of(Shape.of(classes), k -> weighted ? 0.5f + rng.nextFloat() : 1);
        double[] sums = new double[2];
        labels.forEach(i -> sums[1] += labels.at(i) == ignored ? 0 : w.at((int) labels.at(i)));
        Values d = Values.of(log.shape(), i -> {
            double label = labels.repeated(i);
            if (label == ignored) return 0;
            return -((i[1] == label ? (1 - smoothing) * w.at(i[1]) : 0) + smoothing / classes * w.at(i[1])) / sums[1];
        });
        d.forEach(i -> sums[0] += d.at(i) * log.at(i));   // the loss is linear in the logarithms
        Backend.ClassWeighting c = new Backend.ClassWeighting(weighted ? w.on(backend()) : null, smoothing, ignored);
        Buffer on = labels.on(backend());
        Backend.Nll nll = backend().nll(c, put(rng, log), on);
        String what = log.shape() + " smoothing " + smoothing + " ignored " + ignored + (weighted ? " weighted" : "");
        check(Values.of(new double[] {sums[0]}), nll.loss(), what);
        Values expected = Values.of(d.shape(), i -> sums[1] == 0 ? 0 : 2.5 * d.at(i));
        check(expected, backend().nllGradient(c, backend().fill(Shape.of(), 2.5), log.shape(), on, nll), "gradient, " + what);
    }

    @Test
    default void nllOfNothingIsZeroAndSoIsItsGradient() {
        Values labels = Values.of(Shape.of(2, 1, 2, 2), i -> 255);
        Backend.ClassWeighting c = new Backend.ClassWeighting(null, 0.1, 255);
        Backend.Nll nll = backend().nll(c, Values.normal(random(), 2, 3, 2, 2).on(backend()), labels.on(backend()));
        check(Values.of(new double[] {0}), nll.loss(), "loss");
        Buffer one = backend().fill(Shape.of(), 1);
        check(Values.zeros(Shape.of(2, 3, 2, 2)), backend().nllGradient(c, one, Shape.of(2, 3, 2, 2), labels.on(backend()), nll), "gradient");
    }

    @Test
    default void aReplayedNllReadsNewLabels() {
        Buffer log = Values.of(new double[] {-1, -2, -3, -4}, 2, 2).on(backend());
        Buffer labels = Values.of(new double[] {0, 0}, 2).on(backend());
        Buffer[] loss = new Buffer[1];
        Backend.ClassWeighting c = new Backend.ClassWeighting(null, 0, 255);
        try (Recording recording = backend().record(() -> loss[0] = backend().nll(c, log, labels).loss())) {
            check(Values.of(new double[] {2}), loss[0], "recorded");
            backend().write(labels, new float[] {255, 1});
            recording.replay();
            check(Values.of(new double[] {4}), loss[0], "replayed");
        }
    }

    @Test
    default void softmaxOfLargeScoresDoesNotOverflow() {
        Values x = Values.of(new double[] {1000, 1000, -1000, 80, 0, -80, -1e30, -1e30, 1e30}, 3, 3);
        check(Values.of(new double[] {0.5, 0.5, 0, 1, 0, 0, 0, 0, 1}, 3, 3), backend().softmax(x.on(backend())), "softmax");
        Buffer labels = Values.of(new double[] {0, 1, 2}, 3).on(backend());
        Backend.CrossEntropy c = backend().crossEntropy(x.on(backend()), labels);
        check(Values.of(new double[] {(Math.log(2) + 80) / 3}), c.loss(), "the loss of a wrong answer is large, not infinite");
    }

    /** z = (2, 1, 0.1), y = 0. */
    @Test
    default void crossEntropyOfTheWorkedExample() {
        Buffer labels = Values.of(new double[] {0}, 1).on(backend());
        Backend.CrossEntropy c = backend().crossEntropy(Values.of(new double[] {2, 1, 0.1}, 1, 3).on(backend()), labels);
        Values.of(new double[] {0.417030}).assertClose(backend(), c.loss(), Tolerance.SIX_DIGITS, "loss");
        Values.of(new double[] {0.659001, 0.242433, 0.098566}, 1, 3).assertClose(backend(), c.probabilities(), Tolerance.SIX_DIGITS, "p");
        Buffer dz = backend().crossEntropyGradient(backend().fill(Shape.of(), 1), c.probabilities(), labels);
        Values.of(new double[] {-0.340999, 0.242433, 0.098566}, 1, 3).assertClose(backend(), dz, Tolerance.SIX_DIGITS, "dz");
    }

    @Test
    default void crossEntropyAndItsGradientFollowTheFormula() {
        Random rng = random();
        for (int[] sizes : List.of(new int[] {1, 2}, new int[] {5, 1}, new int[] {64, 10}, new int[] {3, 1000})) {
            Values z = Values.normal(rng, sizes);
            Values labels = Values.of(Shape.of(sizes[0]), i -> rng.nextInt(sizes[1]));
            Values p = softmax(z);
            double loss = 0;
            for (int n = 0; n < sizes[0]; n++) loss -= Math.log(p.at(n, (int) labels.at(n))) / sizes[0];
            Buffer labelsBuffer = labels.on(backend());
            Backend.CrossEntropy c = backend().crossEntropy(put(rng, z), labelsBuffer);
            check(Values.of(new double[] {loss}), c.loss(), "loss of " + z.shape());
            check(p, c.probabilities(), "probabilities of " + z.shape());
            Values dz = Values.of(z.shape(), i -> (p.at(i) - (labels.at(i[0]) == i[1] ? 1 : 0)) * 2.5 / sizes[0]);
            check(dz, backend().crossEntropyGradient(backend().fill(Shape.of(), 2.5), c.probabilities(), labelsBuffer), "gradient of " + z.shape());
        }
    }
}
