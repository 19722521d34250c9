package org.convbook.cnn.loss;

import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;

/** Losses. Those for classes take logits, raw scores, never probabilities. */
public final class Losses {
    private Losses() {}

    /** The cross-entropy as a value to hand to a trainer. */
    public static CrossEntropyLoss crossEntropy() {
        return new CrossEntropyLoss();
    }

    /**
     * The cross-entropy of a softmax over the logits: L = mean(ln Σ e<sup>z</sup> − z<sub>label</sub>), dL/dz = (softmax(z) − onehot) / N.
     * <pre>
     * logits  [N, K]
     * labels  N class numbers in [0, K)
     * output  []
     * </pre>
     * Other shapes are a {@link ShapeException}, a label outside [0, K) an {@link IllegalArgumentException}.
     */
    public static Tensor crossEntropy(Tensor logits, int[] labels) {
        check(logits, labels.length);
        crossEntropy().check(logits.shape(), labels);
        float[] values = new float[labels.length];
        for (int i = 0; i < labels.length; i++) values[i] = labels[i];
        return logits.crossEntropy(Tensor.of(logits.backend(), values, labels.length));
    }

    /** As {@link #crossEntropy(Tensor, int[])}, with labels that are a tensor [N] of class numbers already; they are not checked. */
    public static Tensor crossEntropy(Tensor logits, Tensor labels) {
        check(logits, labels.shape().count());
        return logits.crossEntropy(labels);
    }

    private static void check(Tensor logits, int labels) {
        if (logits.shape().rank() != 2) {
            throw new ShapeException("crossEntropy", "logits have " + logits.shape().rank() + " axes, expected 2: [N, K]", "  logits  " + logits.shape());
        }
        if (logits.shape().size(0) != labels) {
            throw new ShapeException("crossEntropy", "there are " + labels + " labels for " + logits.shape().size(0) + " rows of logits",
                "  logits  " + logits.shape());
        }
    }
}
