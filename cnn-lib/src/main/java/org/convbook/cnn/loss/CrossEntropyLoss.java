package org.convbook.cnn.loss;

import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;

/**
 * The cross-entropy of a softmax over the logits, as {@link Losses#crossEntropy(Tensor, Tensor)} has it: L = mean(ln Σ e<sup>z</sup> − z<sub>label</sub>).
 * <pre>
 * logits  [N, K]
 * labels  N class numbers in [0, K)
 * output  []
 * </pre>
 */
public final class CrossEntropyLoss implements Loss {
    CrossEntropyLoss() {}

    @Override
    public Tensor loss(Tensor logits, Tensor labels) {
        return Losses.crossEntropy(logits, labels);
    }

    @Override
    public void check(Shape logits, int[] labels) {
        if (logits.rank() < 2) return;   // the loss itself says what is wrong
        int classes = logits.size(1);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] >= 0 && labels[i] < classes) continue;
            throw new IllegalArgumentException("crossEntropy: label " + labels[i] + " at " + i + " is not in [0, " + classes + ")");
        }
    }

    @Override
    public String toString() {
        return "crossEntropy";
    }
}
