package org.convbook.cnn.loss;

import java.util.Arrays;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;

/**
 * The cross-entropy of a softmax over the logits, for images or for each of their pixels: with ln p = z − ln Σ e<sup>z</sup> over the classes,
 * <pre>
 * logits  [N, K] or [N, K, H, W]
 * labels  N or N*H*W class numbers in [0, K), or the ignored one
 * output  []     L = Σ (1 - s) * w[label] * (-ln p[label]) + s/K * Σ w[k] * (-ln p[k])  over  Σ w[label]
 * </pre>
 * where the outer sums are over the labels that count. Unless set otherwise, all count alike (w = 1), nothing is smoothed (s = 0), and L is the
 * mean of −ln p[label]. If no label counts, L and its gradient are 0. It is a value: each setting returns another loss.
 */
public final class CrossEntropyLoss implements Loss {
    private final String name;
    private final boolean logarithms;
    private final double smoothing;
    private final float[] weights;
    private final int ignored;

    private CrossEntropyLoss(String name, boolean logarithms, double smoothing, float[] weights, int ignored) {
        this.name = name;
        this.logarithms = logarithms;
        this.smoothing = smoothing;
        this.weights = weights;
        this.ignored = ignored;
    }

    /** Of logits. */
    static CrossEntropyLoss ofLogits() {
        return new CrossEntropyLoss("crossEntropy", false, 0, null, -1);
    }

    /** Of the logarithms of probabilities. */
    static CrossEntropyLoss ofLogarithms() {
        return new CrossEntropyLoss("nll", true, 0, null, -1);
    }

    /**
     * Label smoothing: this share of each label is spread evenly over all classes, its own too. A share outside [0, 1) is an
     * {@link IllegalArgumentException}.
     *
     * @see <a href="https://arxiv.org/abs/1512.00567">Szegedy et al. 2016, Rethinking the Inception architecture, section 7</a>
     */
    public CrossEntropyLoss smoothing(double share) {
        if (!(share >= 0 && share < 1)) throw new IllegalArgumentException(name + ": smoothing must be in [0, 1), got " + share);
        return new CrossEntropyLoss(name, logarithms, share, weights, ignored);
    }

    /** How much each class counts, one weight for each. A weight below 0 or not finite is an {@link IllegalArgumentException}. */
    public CrossEntropyLoss classWeights(float... weights) {
        for (float w : weights) {
            if (!(w >= 0 && w < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(name + ": class weights must be at least 0 and finite, got " + Arrays.toString(weights));
            }
        }
        return new CrossEntropyLoss(name, logarithms, smoothing, weights.clone(), ignored);
    }

    /** The label that does not count, such as 255 for pixels of no class. A label below 0 is an {@link IllegalArgumentException}. */
    public CrossEntropyLoss ignoring(int label) {
        if (label < 0) throw new IllegalArgumentException(name + ": the ignored label must be at least 0, got " + label);
        return new CrossEntropyLoss(name, logarithms, smoothing, weights, label);
    }

    @Override
    public Tensor loss(Tensor logits, Tensor labels) {
        ClassLabels.checkShapes(name, logits.shape(), labels.shape().count());
        boolean plain = smoothing == 0 && weights == null && ignored < 0 && logits.shape().rank() == 2;
        if (plain && !logarithms) return logits.crossEntropy(labels);
        checkWeights(logits.shape());
        Backend backend = logits.backend();
        Tensor w = weights == null ? null : backend.unscoped(() -> Tensor.of(backend, weights, weights.length));   // no input of a recorded step
        return (logarithms ? logits : logits.logSoftmax()).nll(labels, w, smoothing, ignored);
    }

    @Override
    public void check(Shape logits, int[] labels) {
        ClassLabels.check(name, logits, labels, ignored);
        checkWeights(logits);
    }

    private void checkWeights(Shape logits) {
        if (weights == null || weights.length == logits.size(1)) return;
        throw new IllegalArgumentException(name + ": there are " + weights.length + " class weights for " + logits.size(1) + " classes");
    }

    @Override
    public int ignored() {
        return ignored;
    }

    /** For example {@code crossEntropy, smoothing 0.1, ignoring 255}. */
    @Override
    public String toString() {
        return name + (smoothing == 0 ? "" : ", smoothing " + smoothing) + (weights == null ? "" : ", class weights " + Arrays.toString(weights))
            + (ignored < 0 ? "" : ", ignoring " + ignored);
    }
}
