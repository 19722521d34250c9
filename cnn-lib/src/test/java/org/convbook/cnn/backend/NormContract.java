package org.convbook.cnn.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Batch normalisation and local response normalisation. */
public interface NormContract extends ContractPart {
    /** Channels that fill a vector register and that do not; one pixel; one channel; one image. */
    int[][] IMAGES = {{4, 3, 5, 6}, {2, 16, 7, 7}, {8, 17, 1, 1}, {1, 1, 4, 4}, {2, 64, 3, 2}, {3, 8, 1, 9}, {5, 6, 2, 2}};
    /** Images, and other things with channels. */
    List<int[]> CHANNELS = Stream.concat(Stream.of(IMAGES), Stream.of(new int[][] {{7, 5}, {2, 16}, {3, 4, 5}, {2, 3, 2, 3, 4}})).toList();
    double EPSILON = 1e-5;
    double MOMENTUM = 0.1;

    private static double mean(Values x, int channel) {
        double[] sum = {0};
        x.forEach(i -> sum[0] += i[1] == channel ? x.at(i) : 0);
        return sum[0] * x.shape().size(1) / x.shape().count();
    }

    private static Values means(Values x) {
        return Values.of(Shape.of(x.shape().size(1)), c -> mean(x, c[0]));
    }

    private static Values variances(Values x, Values means) {
        Values squares = Values.of(x.shape(), i -> (x.at(i) - means.at(i[1])) * (x.at(i) - means.at(i[1])));
        return means(squares);
    }

    /** Per channel scales, shifts and running statistics on the backend; variances are positive. */
    private Backend.BatchNorm on(Values gamma, Values beta, Values mean, Values variance) {
        return new Backend.BatchNorm(gamma.on(backend()), beta.on(backend()), mean.on(backend()), variance.on(backend()), MOMENTUM, EPSILON);
    }

    private static Values positive(Random rng, int channels) {
        return Values.of(Shape.of(channels), c -> 0.5f + rng.nextFloat());
    }

    @Test
    default void batchNormFollowsItsFormulaAndKeepsRunningStatistics() {
        Random rng = random();
        for (int[] sizes : CHANNELS) {
            int channels = sizes[1];
            Values x = Values.of(Shape.of(sizes), i -> (float) (3 * rng.nextGaussian() + i[1]));
            Values gamma = Values.normal(rng, channels);
            Values beta = Values.normal(rng, channels);
            Values oldMean = Values.normal(rng, channels);
            Values oldVariance = positive(rng, channels);
            Backend.BatchNorm b = on(gamma, beta, oldMean, oldVariance);
            Backend.Normalized n = backend().batchNorm(b, put(rng, x));
            Values mean = means(x);
            Values variance = variances(x, mean);
            double m = (double) x.shape().count() / channels;
            checkChain(Values.of(x.shape(), i ->
                gamma.at(i[1]) * (x.at(i) - mean.at(i[1])) / Math.sqrt(variance.at(i[1]) + EPSILON) + beta.at(i[1])), n.y(), x.shape());
            check(mean, n.mean(), "mean of " + x.shape());
            check(variance, n.variance(), "variance of " + x.shape());
            check(Values.of(mean.shape(), c -> 0.9 * oldMean.at(c) + 0.1 * mean.at(c)), b.runningMean(), "running mean, " + x.shape());
            check(Values.of(mean.shape(), c -> 0.9 * oldVariance.at(c) + 0.1 * variance.at(c) * m / (m - 1)), b.runningVar(),
                "running variance, " + x.shape());
        }
    }

    @Test
    default void batchNormGradientsFollowTheirFormulas() {
        Random rng = random();
        for (int[] sizes : CHANNELS) {
            for (boolean inference : new boolean[] {false, true}) {
                int channels = sizes[1];
                Values x = Values.normal(rng, sizes);
                Values dy = Values.normal(rng, sizes);
                Values gamma = Values.normal(rng, channels);
                Backend.BatchNorm b = on(gamma, Values.normal(rng, channels), Values.normal(rng, channels), positive(rng, channels));
                Buffer xb = put(rng, x);
                Backend.Normalized n = inference ? backend().batchNormInference(b, xb) : backend().batchNorm(b, xb);
                Values mean = new Values(gamma.shape(), backend().downloadDoubles(n.mean()));
                Values variance = new Values(gamma.shape(), backend().downloadDoubles(n.variance()));
                Values scaled = Values.of(x.shape(), i -> (x.at(i) - mean.at(i[1])) / Math.sqrt(variance.at(i[1]) + EPSILON));
                double m = (double) x.shape().count() / channels;
                Values dgamma = Values.zeros(gamma.shape());
                Values dbeta = Values.zeros(gamma.shape());
                dy.forEach(i -> dgamma.add(dy.at(i) * scaled.at(i), i[1]));
                dy.forEach(i -> dbeta.add(dy.at(i), i[1]));
                Values dx = Values.of(x.shape(), i -> gamma.at(i[1]) / Math.sqrt(variance.at(i[1]) + EPSILON)
                    * (dy.at(i) - (inference ? 0 : (dbeta.at(i[1]) + scaled.at(i) * dgamma.at(i[1])) / m)));
                Backend.BatchNormGradient d = backend().batchNormGradient(b, put(rng, dy), xb, n, inference);
                String what = x.shape() + (inference ? " in inference" : "");
                checkChain(dx, d.x(), "dx, " + what);
                checkChain(dgamma, d.gamma(), "dgamma, " + what);
                checkChain(dbeta, d.beta(), "dbeta, " + what);
            }
        }
    }

    @Test
    default void batchNormInInferenceIsTheAffineMapOfTheRunningStatistics() {
        Random rng = random();
        for (int[] sizes : CHANNELS) {
            int channels = sizes[1];
            Values x = Values.normal(rng, sizes);
            Values gamma = Values.normal(rng, channels);
            Values beta = Values.normal(rng, channels);
            Values mean = Values.normal(rng, channels);
            Values variance = positive(rng, channels);
            Backend.BatchNorm b = on(gamma, beta, mean, variance);
            checkChain(Values.of(x.shape(), i ->
                gamma.at(i[1]) * (x.at(i) - mean.at(i[1])) / Math.sqrt(variance.at(i[1]) + EPSILON) + beta.at(i[1])),
                backend().batchNormInference(b, put(rng, x)).y(), x.shape());
            check(mean, b.runningMean(), "the running mean stays");
            check(variance, b.runningVar(), "the running variance stays");
        }
    }

    @Test
    default void aConstantChannelGivesBeta() {
        Values x = Values.of(Shape.of(2, 3, 4, 4), i -> 7);
        Backend.BatchNorm b = on(Values.of(new double[] {1, 2, -3}, 3), Values.of(new double[] {0.5, -1, 2}, 3),
            Values.zeros(Shape.of(3)), Values.zeros(Shape.of(3)));
        check(Values.of(x.shape(), i -> new double[] {0.5, -1, 2}[i[1]]), backend().batchNorm(b, x.on(backend())).y(), "constant");
    }

    @Test
    default void aReplayUpdatesTheRunningStatisticsToo() {
        Random rng = random();
        Values first = Values.normal(rng, 4, 3, 2, 2);
        Values second = Values.normal(rng, 4, 3, 2, 2);
        Values ones = Values.of(Shape.of(3), i -> 1);
        Backend.BatchNorm eager = on(ones, ones, ones, ones);
        Buffer expected = null;
        for (Values x : new Values[] {first, second}) expected = backend().batchNorm(eager, x.on(backend())).y();
        Backend.BatchNorm recorded = on(ones, ones, ones, ones);
        Buffer x = first.on(backend());
        Buffer[] y = new Buffer[1];
        try (Recording recording = backend().record(() -> y[0] = backend().batchNorm(recorded, x).y())) {
            assertNull(recording.obstacle());
            backend().write(x, second.floats());
            recording.replay();
            assertArrayEquals(backend().download(expected), backend().download(y[0]));
            assertArrayEquals(backend().download(eager.runningMean()), backend().download(recorded.runningMean()));
            assertArrayEquals(backend().download(eager.runningVar()), backend().download(recorded.runningVar()));
        }
    }

    /** S at one value: k + α · Σ x² over the channels beside it. */
    private static double scale(Backend.ResponseNorm r, Values x, int[] at) {
        double sum = 0;
        for (int c = at[1] - r.size() / 2; c <= at[1] + r.size() / 2; c++) {
            if (c >= 0 && c < x.shape().size(1)) sum += Math.pow(x.at(at[0], c, at[2], at[3]), 2);
        }
        return r.k() + r.alpha() * sum;
    }

    @Test
    default void responseNormAndItsGradientFollowTheFormulas() {
        Random rng = random();
        Backend.ResponseNorm[] settings = {new Backend.ResponseNorm(5, 1e-4, 0.75, 2), new Backend.ResponseNorm(3, 0.5, 0.5, 1),
            new Backend.ResponseNorm(1, 0.1, 1.25, 0.5), new Backend.ResponseNorm(9, 0.2, 0.75, 1)};
        for (Backend.ResponseNorm r : settings) {
            for (int[] sizes : IMAGES) {
                Values x = Values.normal(rng, sizes);
                Values dy = Values.normal(rng, sizes);
                Values y = Values.of(x.shape(), i -> x.at(i) * Math.pow(scale(r, x, i), -r.beta()));
                Values dx = Values.of(x.shape(), i -> {
                    double sum = 0;
                    for (int c = 0; c < sizes[1]; c++) {
                        int[] other = {i[0], c, i[2], i[3]};
                        if (Math.abs(c - i[1]) <= r.size() / 2) sum += dy.at(other) * y.at(other) / scale(r, x, other);
                    }
                    return dy.at(i) * Math.pow(scale(r, x, i), -r.beta()) - 2 * r.alpha() * r.beta() * x.at(i) * sum;
                });
                Buffer xb = put(rng, x);
                Buffer yb = backend().responseNorm(r, xb);
                check(y, yb, r + " " + x.shape());
                check(dx, backend().responseNormGradient(r, put(rng, dy), xb, yb), "gradient, " + r + " " + x.shape());
            }
        }
    }
}
