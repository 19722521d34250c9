package org.convbook.cnn.loss;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;

/**
 * Losses. Those for classes take logits, raw scores, never probabilities. Each comes as a function of tensors, and as a {@link Loss} to hand to
 * a trainer: {@code Losses.crossEntropy().smoothing(0.1)}. Labels that are a tensor are not checked; those in an {@code int[]} are.
 */
public final class Losses {
    private Losses() {}

    // ---------------------------------------------------------------- classes

    /** The cross-entropy of logits, for images or for pixels; its settings are smoothing, class weights, and a label that is ignored. */
    public static CrossEntropyLoss crossEntropy() {
        return CrossEntropyLoss.ofLogits();
    }

    /**
     * The cross-entropy of a softmax over the logits: L = mean(ln Σ e<sup>z</sup> − z<sub>label</sub>), dL/dz = (softmax(z) − onehot) / N.
     * <pre>
     * logits  [N, K] or [N, K, H, W]
     * labels  N or N*H*W class numbers in [0, K)
     * output  []
     * </pre>
     * Other shapes are a {@link ShapeException}, a label outside [0, K) an {@link IllegalArgumentException}.
     */
    public static Tensor crossEntropy(Tensor logits, int[] labels) {
        return of(crossEntropy(), logits, labels);
    }

    /** As {@link #crossEntropy(Tensor, int[])}, with labels that are a tensor of class numbers already; they are not checked. */
    public static Tensor crossEntropy(Tensor logits, Tensor labels) {
        return crossEntropy().loss(logits, labels);
    }

    /** Any loss of labels that are an array: checks them, and computes it. */
    public static Tensor of(Loss loss, Tensor logits, int[] labels) {
        loss.check(logits.shape(), labels);
        float[] values = new float[labels.length];
        for (int i = 0; i < labels.length; i++) values[i] = labels[i];
        return loss.loss(logits, Tensor.of(logits.backend(), values, labels.length));
    }

    /** The same of logarithms of probabilities, as {@link Tensor#logSoftmax} computes them, instead of logits: L = mean(−ln p<sub>label</sub>). */
    public static CrossEntropyLoss nll() {
        return CrossEntropyLoss.ofLogarithms();
    }

    /** The loss of {@link #multiclassHinge(Tensor, Tensor)}. */
    public static Loss multiclassHinge() {
        return new NamedLoss("multiclassHinge", Losses::multiclassHinge, (scores, labels) -> {
            checkMatrix(scores);
            ClassLabels.check("multiclassHinge", scores, labels, -1);
        });
    }

    /**
     * The multiclass hinge loss: how far each wrong class comes within 1 of the right one, L = mean over n of Σ<sub>j≠y</sub>
     * max(0, s<sub>j</sub> − s<sub>y</sub> + 1).
     * <pre>
     * scores  [N, K]
     * labels  [N] class numbers
     * output  []
     * </pre>
     *
     * @see <a href="https://www.elen.ucl.ac.be/Proceedings/esann/esannpdf/es1999-461.pdf">Weston &amp; Watkins 1999, Multi-class SVMs</a>
     */
    public static Tensor multiclassHinge(Tensor scores, Tensor labels) {
        checkMatrix(scores.shape());
        int rows = scores.shape().size(0);
        ClassLabels.checkShapes("multiclassHinge", scores.shape(), labels.shape().count());
        Tensor right = labels.reshape(rows, 1).equal(classNumbers(scores.backend(), scores.shape().size(1)));
        Tensor margin = scores.sub(scores.mul(right).sum(1)).add(1).mul(right.neg().add(1));      // 0 for the right class itself
        return margin.mul(margin.step()).sum().div(rows);
    }

    private static void checkMatrix(Shape scores) {
        if (scores.rank() == 2) return;
        String axes = scores.rank() + (scores.rank() == 1 ? " axis" : " axes");
        throw new ShapeException("multiclassHinge", "scores have " + axes + ", expected 2: [N, K]", "  scores  " + scores);
    }

    /** 0, 1, 2, …, [1, K]; no input of a recorded step. */
    private static Tensor classNumbers(Backend backend, int classes) {
        float[] numbers = new float[classes];
        for (int k = 0; k < classes; k++) numbers[k] = k;
        return backend.unscoped(() -> Tensor.of(backend, numbers, 1, classes));
    }

    // ---------------------------------------------------------------- yes or no

    /** The loss of {@link #binaryCrossEntropy(Tensor, Tensor)}; labels are 0 or 1. */
    public static Loss binaryCrossEntropy() {
        return new NamedLoss("binaryCrossEntropy", Losses::binaryCrossEntropy, (logits, labels) -> {
            checkCount("binaryCrossEntropy", logits, labels.length);
            for (int i = 0; i < labels.length; i++) {
                if (labels[i] != 0 && labels[i] != 1) {
                    throw new IllegalArgumentException("binaryCrossEntropy: label " + labels[i] + " at " + i + " is not 0 or 1");
                }
            }
        });
    }

    /**
     * The cross-entropy of a logistic function over each logit, computed without overflow: L = mean(y·ln(1 + e<sup>−z</sup>) +
     * (1−y)·ln(1 + e<sup>z</sup>)), dL/dz = (sigmoid(z) − y) / N.
     * <pre>
     * logits   any shape of N values
     * targets  as many, in row order: 0, 1, or a probability between
     * output   []
     * </pre>
     */
    public static Tensor binaryCrossEntropy(Tensor logits, Tensor targets) {
        Tensor y = targets("binaryCrossEntropy", logits, targets);
        return y.mul(logits.neg().softplus()).add(y.neg().add(1).mul(logits.softplus())).mean();
    }

    // ---------------------------------------------------------------- numbers

    /** The loss of {@link #meanSquaredError(Tensor, Tensor)}. */
    public static Loss meanSquaredError() {
        return new NamedLoss("meanSquaredError", Losses::meanSquaredError, (y, labels) -> checkCount("meanSquaredError", y, labels.length));
    }

    /** L = mean((y − t)²) over all values; targets are as many, in row order. */
    public static Tensor meanSquaredError(Tensor y, Tensor targets) {
        return y.sub(targets("meanSquaredError", y, targets)).square().mean();
    }

    /** The loss of {@link #sumOfSquares(Tensor, Tensor)}. */
    public static Loss sumOfSquares() {
        return new NamedLoss("sumOfSquares", Losses::sumOfSquares, (y, labels) -> checkCount("sumOfSquares", y, labels.length));
    }

    /** L = Σ (y − t)² over all values, neither halved nor divided; targets are as many, in row order. */
    public static Tensor sumOfSquares(Tensor y, Tensor targets) {
        return y.sub(targets("sumOfSquares", y, targets)).square().sum();
    }

    private static Tensor targets(String loss, Tensor y, Tensor targets) {
        checkCount(loss, y.shape(), targets.shape().count());
        return targets.shape().equals(y.shape()) ? targets : targets.reshape(y.shape().sizes());
    }

    private static void checkCount(String loss, Shape y, int targets) {
        if (y.count() == targets) return;
        String got = targets == 1 ? "there is 1 target for " : "there are " + targets + " targets for ";
        throw new ShapeException(loss, got + y.count() + " values", "  values  " + y);
    }
}
