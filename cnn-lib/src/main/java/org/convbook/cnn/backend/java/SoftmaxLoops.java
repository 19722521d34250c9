package org.convbook.cnn.backend.java;

import org.convbook.cnn.backend.Shape;

/** Softmax over axis 1 and the cross-entropy on top of it. */
final class SoftmaxLoops {
    private SoftmaxLoops() {}

    /** Called for each vector along axis 1: where it starts, the distance of its values, and their number. */
    private interface Vector {
        void visit(int start, int stride, int length);
    }

    private static void vectors(Shape shape, Vector vector) {
        int length = shape.size(1);
        int inner = shape.strides()[1];
        for (int n = 0; n < shape.size(0); n++) {
            for (int i = 0; i < inner; i++) vector.visit(n * length * inner + i, inner, length);
        }
    }

    private static double logSumExp(double[] x, int start, int stride, int length) {
        double max = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < length; k++) max = Math.max(max, x[start + k * stride]);
        double sum = 0;
        for (int k = 0; k < length; k++) sum += Math.exp(x[start + k * stride] - max);
        return max + Math.log(sum);
    }

    static void softmax(Shape shape, double[] x, double[] y) {
        vectors(shape, (start, stride, length) -> {
            double log = logSumExp(x, start, stride, length);
            for (int k = 0; k < length; k++) y[start + k * stride] = Math.exp(x[start + k * stride] - log);
        });
    }

    static void softmaxGradient(Shape shape, double[] dy, double[] y, double[] dx) {
        vectors(shape, (start, stride, length) -> {
            double sum = 0;
            for (int k = 0; k < length; k++) sum += dy[start + k * stride] * y[start + k * stride];
            for (int k = 0; k < length; k++) dx[start + k * stride] = y[start + k * stride] * (dy[start + k * stride] - sum);
        });
    }

    static void logSoftmax(Shape shape, double[] x, double[] y) {
        vectors(shape, (start, stride, length) -> {
            double log = logSumExp(x, start, stride, length);
            for (int k = 0; k < length; k++) y[start + k * stride] = x[start + k * stride] - log;
        });
    }

    static void logSoftmaxGradient(Shape shape, double[] dy, double[] y, double[] dx) {
        vectors(shape, (start, stride, length) -> {
            double sum = 0;
            for (int k = 0; k < length; k++) sum += dy[start + k * stride];
            for (int k = 0; k < length; k++) dx[start + k * stride] = dy[start + k * stride] - Math.exp(y[start + k * stride]) * sum;
        });
    }

    /** What −ln p counts for: of each label that counts its weight, and of each class the weight for its share of the smoothing. */
    record Weighting(double[] weights, double smoothing, int ignored) {
        double label(int label) {
            return label == ignored ? 0 : weights == null ? 1 : weights[label];
        }

        /** The factor of −ln p for class k at a place with this label. */
        double factor(int label, int k, int classes) {
            double share = smoothing / classes * (weights == null ? 1 : weights[k]);
            return k == label ? (1 - smoothing) * label(label) + share : share;
        }
    }

    /** Returns the loss and the weight of all labels. */
    static double[] nll(Shape shape, Weighting w, double[] logProbabilities, double[] labels) {
        double[] sums = new double[2];
        int[] at = {0};
        vectors(shape, (start, stride, length) -> {
            int label = (int) labels[at[0]++];
            if (label == w.ignored) return;
            sums[1] += w.label(label);
            for (int k = 0; k < length; k++) sums[0] -= w.factor(label, k, length) * logProbabilities[start + k * stride];
        });
        return new double[] {sums[1] == 0 ? 0 : sums[0] / sums[1], sums[1]};
    }

    static void nllGradient(Shape shape, Weighting w, double dy, double[] labels, double total, double[] d) {
        int[] at = {0};
        vectors(shape, (start, stride, length) -> {
            int label = (int) labels[at[0]++];
            boolean counts = label != w.ignored && total != 0;
            for (int k = 0; k < length; k++) d[start + k * stride] = counts ? -dy * w.factor(label, k, length) / total : 0;
        });
    }

    static double crossEntropy(Shape shape, double[] logits, double[] labels) {
        double[] total = {0};
        vectors(shape, (start, stride, length) ->
            total[0] += logSumExp(logits, start, stride, length) - logits[start + (int) labels[start / length] * stride]);
        return total[0] / shape.size(0);
    }

    static void crossEntropyGradient(Shape shape, double dy, double[] probabilities, double[] labels, double[] dLogits) {
        double scale = dy / shape.size(0);
        for (int i = 0; i < dLogits.length; i++) dLogits[i] = probabilities[i] * scale;
        for (int n = 0; n < shape.size(0); n++) dLogits[n * shape.size(1) + (int) labels[n]] -= scale;
    }
}
