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
