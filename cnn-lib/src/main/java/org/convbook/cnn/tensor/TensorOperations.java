package org.convbook.cnn.tensor;

import java.util.Arrays;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.ParametricOp;
import org.convbook.cnn.backend.ResizeOp;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.UnaryOp;

/** What a {@link Tensor} can be asked to compute; each line leads to the family of operations that does it. */
abstract sealed class TensorOperations permits Tensor {
    private final Tensor self = (Tensor) this;

    // ---------------------------------------------------------------- elementwise

    /** a + b. */
    public Tensor add(Tensor b) { return Elementwise.add(self, b); }

    /** a + b. */
    public Tensor add(double b) { return Elementwise.affine(self, 1, b); }

    /** a − b. */
    public Tensor sub(Tensor b) { return Elementwise.sub(self, b); }

    /** a − b. */
    public Tensor sub(double b) { return Elementwise.affine(self, 1, -b); }

    /** a · b, value by value. */
    public Tensor mul(Tensor b) { return Elementwise.mul(self, b); }

    /** a · b. */
    public Tensor mul(double b) { return Elementwise.affine(self, b, 0); }

    /** a / b, value by value. */
    public Tensor div(Tensor b) { return Elementwise.div(self, b); }

    /** a / b. */
    public Tensor div(double b) { return Elementwise.affine(self, 1 / b, 0); }

    /** −a. */
    public Tensor neg() { return Elementwise.affine(self, -1, 0); }

    /** The larger of a and b, value by value. */
    public Tensor max(Tensor b) { return Elementwise.max(self, b); }

    /** tanh a. */
    public Tensor tanh() { return Elementwise.unary(UnaryOp.TANH, self); }

    /** max(0, a); its backward pass follows the {@link ReluRule}. */
    public Tensor relu() { return Elementwise.relu(self); }

    /** a where a &gt; 0, else slope · a; its backward pass follows the {@link ReluRule}. */
    public Tensor leakyRelu(double slope) { return Elementwise.parametric(ParametricOp.LEAKY_RELU, slope, self); }

    /** a where a &gt; 0, else alpha · (e<sup>a</sup> − 1); its backward pass follows the {@link ReluRule}. */
    public Tensor elu(double alpha) { return Elementwise.parametric(ParametricOp.ELU, alpha, self); }

    /** 1 / (1 + e<sup>−a</sup>). */
    public Tensor sigmoid() { return Elementwise.unary(UnaryOp.SIGMOID, self); }

    /** ln(1 + e<sup>a</sup>). */
    public Tensor softplus() { return Elementwise.unary(UnaryOp.SOFTPLUS, self); }

    /** e<sup>a</sup>. */
    public Tensor exp() { return Elementwise.unary(UnaryOp.EXP, self); }

    /** ln a. */
    public Tensor log() { return Elementwise.unary(UnaryOp.LOG, self); }

    /** √a. */
    public Tensor sqrt() { return Elementwise.unary(UnaryOp.SQRT, self); }

    /** a². */
    public Tensor square() { return Elementwise.unary(UnaryOp.SQUARE, self); }

    /** |a|. */
    public Tensor abs() { return Elementwise.unary(UnaryOp.ABS, self); }

    /** 1 where a &gt; 0, else 0; no gradient flows through it. */
    public Tensor step() { return Elementwise.unary(UnaryOp.STEP, self); }

    /** 1 where a = b, else 0; no gradient flows through it. */
    public Tensor equal(Tensor b) { return Elementwise.equal(self, b); }

    // ---------------------------------------------------------------- shape

    /** The sum of all values, []. */
    public Tensor sum() { return Reshape.reshape(Reduce.sum(self, Reduce.allAxes(self)), Shape.of()); }

    /** The mean of all values, []. */
    public Tensor mean() { return Reshape.reshape(Reduce.mean(self, Reduce.allAxes(self)), Shape.of()); }

    /** Sums over these axes, which stay with size 1. */
    public Tensor sum(int axis, int... more) { return Reduce.sum(self, Reduce.join(axis, more)); }

    /** Means over these axes, which stay with size 1. */
    public Tensor mean(int axis, int... more) { return Reduce.mean(self, Reduce.join(axis, more)); }

    /** The same values, in row order, in another shape; one size may be −1: what remains. */
    public Tensor reshape(int... sizes) {
        int known = 1;
        int open = -1;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] != -1) known *= sizes[i];
            else if (open < 0) open = i;
            else throw new ShapeException("reshape", "one size may be -1, got " + Arrays.toString(sizes), "");
        }
        int[] s = sizes.clone();
        if (open >= 0) s[open] = known == 0 ? 0 : self.shape().count() / known;
        return Reshape.reshape(self, Shape.of(s));
    }

    /** Axis i of the result is axis {@code axes[i]} of this tensor. */
    public Tensor transpose(int... axes) { return Reshape.transpose(self, axes); }

    /** The part [from, to) along one axis. */
    public Tensor slice(int axis, int from, int to) { return Reshape.slice(self, axis, from, to); }

    /** Tensors one behind the other along one axis. */
    public static Tensor concat(int axis, Tensor... parts) { return Reshape.concatChecked(axis, parts); }

    // ---------------------------------------------------------------- products, windows, softmax

    /** The matrix product [rows, inner] · [inner, columns]. */
    public Tensor matmul(Tensor b) { return Matmul.matmul(self, b); }

    /** x Wᵀ + b for x [N, in], W [out, in], b [out] or null. */
    public Tensor linear(Tensor weight, Tensor bias) { return Matmul.linear(self, weight, bias); }

    /** More pixels before and after along one axis. */
    public Tensor pad(int axis, int before, int after, PaddingMode mode) { return Pad.pad(self, axis, before, after, mode); }

    /**
     * The cross-correlation of [N, C, H, W] with weights [out, C/groups, kH, kW] plus a bias [out] or null; likewise of [N, C, L] and [N, C, D, H,
     * W].
     */
    public Tensor conv(Tensor weight, Tensor bias, Window window, int groups) { return Convolve.conv(self, weight, bias, window, groups); }

    /** The adjoint of {@link #conv} with these weights, [C, out/groups, kH, kW], plus a bias [out] or null. */
    public Tensor convTranspose(Tensor weight, Tensor bias, Window window, int groups) {
        return Convolve.transposed(self, weight, bias, window, groups);
    }

    /** The average of each window of [N, C, H, W]; {@code countPadding}: whether padding counts as zeros. */
    public Tensor avgPool2d(Window window, boolean countPadding) { return Pool.avgPool2d(self, window, countPadding); }

    /** The sum of each window of [N, C, H, W]. */
    public Tensor sumPool2d(Window window) { return Pool.sumPool2d(self, window); }

    /** The average of each image and channel, [N, C, 1, 1]. */
    public Tensor globalAvgPool2d() { return avgPool2d(Pool.whole("globalAvgPool2d", self.shape()), true); }

    /** The maximum of each image and channel, [N, C, 1, 1]. */
    public Tensor globalMaxPool2d() { return maxPool2d(Pool.whole("globalMaxPool2d", self.shape())); }

    /** The maximum of each window of [N, C, H, W], and where it was found. */
    public MaxPooled maxPool2dWithSwitches(Window window) { return Pool.maxPool2d(self, window); }

    /**
     * Each value where the switches say, in the shape that was pooled; zeros elsewhere. Values that windows of a pooling found in the same
     * place are added up.
     */
    public Tensor maxUnpool2d(MaxPooled.Switches switches) { return Pool.maxUnpool2d(self, switches); }

    /** Images [N, C, H, W] in another height and width. */
    public Tensor resize(ResizeOp op, int height, int width) { return Resample.resize(op, self, height, width); }

    /** The maximum of each window of [N, C, H, W]. */
    public Tensor maxPool2d(Window window) { return Pool.maxPool2d(self, window).y(); }

    /** e<sup>x</sup> / Σ e<sup>x</sup> over axis 1. */
    public Tensor softmax() { return Normalize.softmax(self); }

    /** x − ln Σ e<sup>x</sup> over axis 1. */
    public Tensor logSoftmax() { return Normalize.logSoftmax(self); }

    /**
     * The mean of −a at the labels, for logarithms a of probabilities, [N, K, …], and class numbers in the order of N, …; the loss
     * {@code Losses.nll()} checks them.
     *
     * @param weights how much each class counts, [K] on the same backend, or null: all 1
     * @param smoothing the share of each label that is spread over all classes
     * @param ignored the label that does not count; −1 if all do
     */
    public Tensor nll(Tensor labels, Tensor weights, double smoothing, int ignored) {
        return Normalize.nll(self, labels, new Backend.ClassWeighting(weights == null ? null : weights.buffer(), smoothing, ignored));
    }

    /** The mean cross-entropy of logits [N, K] and class numbers [N]; {@code Losses.crossEntropy} checks them. */
    public Tensor crossEntropy(Tensor labels) { return Normalize.crossEntropy(self, labels); }

    /** x · (k + alpha · Σ x²)<sup>−beta</sup> for [N, C, H, W], the sum over this many channels around each, as far as there are. */
    public Tensor localResponseNorm(int size, double alpha, double beta, double k) {
        return Normalize.localResponseNorm(self, new Backend.ResponseNorm(size, alpha, beta, k));
    }

    /**
     * Each channel of [N, C, …] brought to mean 0 and variance 1, then scaled and shifted: in training by the statistics of this batch, which
     * also move the running ones, else by the running ones.
     */
    public Tensor batchNorm(BatchNormState state, boolean training) { return Normalize.batchNorm(self, state, training); }
}
