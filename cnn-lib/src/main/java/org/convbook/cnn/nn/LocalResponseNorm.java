package org.convbook.cnn.nn;

import org.convbook.cnn.tensor.Tensor;

/**
 * Local response normalisation, as AlexNet has it: each value is divided by a power of the squares in the channels beside it.
 * <pre>
 * input   [N, C, H, W]
 * output  the same        y[i] = x[i] * S[i]^-beta,  S[i] = k + alpha * sum of x[j]^2,  j from max(0, i - n/2) to min(C - 1, i + n/2)
 * </pre>
 * {@code alpha} is the paper's, <b>not</b> divided by the size n; where a framework divides it, such as PyTorch and Caffe, ours is theirs / n.
 * A size that is not odd and positive, an alpha or beta below 0, or a k that is not above 0, is an {@link IllegalArgumentException}; an input
 * that is not [N, C, H, W] a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://papers.nips.cc/paper/4824-imagenet-classification-with-deep-convolutional-neural-networks">Krizhevsky et al. 2012,
 *     section 3.3</a>
 */
public final class LocalResponseNorm extends Layer {
    private final int size;
    private final double alpha;
    private final double beta;
    private final double k;

    /** With the paper's settings: 5 channels, alpha 1e−4, beta 0.75, k 2. */
    public LocalResponseNorm() {
        this(5, 1e-4, 0.75, 2);
    }

    /** With these settings. */
    public LocalResponseNorm(int size, double alpha, double beta, double k) {
        if (size < 1 || size % 2 == 0) throw new IllegalArgumentException("LocalResponseNorm: size must be odd and at least 1, got " + size);
        check("alpha must be at least 0", alpha, alpha >= 0);
        check("beta must be at least 0", beta, beta >= 0);
        check("k must be above 0", k, k > 0);
        this.size = size;
        this.alpha = alpha;
        this.beta = beta;
        this.k = k;
    }

    private static void check(String expected, double value, boolean right) {
        if (!right || Double.isInfinite(value)) throw new IllegalArgumentException("LocalResponseNorm: " + expected + " and finite, got " + value);
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return x.localResponseNorm(size, alpha, beta, k);
    }

    @Override
    public String toString() {
        return "LocalResponseNorm(" + size + ", alpha " + alpha + ", beta " + beta + ", k " + k + ")";
    }
}
