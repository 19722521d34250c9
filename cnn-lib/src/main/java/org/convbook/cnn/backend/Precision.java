package org.convbook.cnn.backend;

/**
 * How a GPU computes convolutions and matrix products, and how it keeps activations. Products are summed in float32 in any case; other backends
 * compute in float32 alone.
 * <p>In the two of 16 bits, the results of convolutions and products and what is computed from them value by value, pooled, normalised or resized
 * are kept in 16 bits, and so are their gradients. Float32 stay: the parameters, an optimiser's state, gradients of parameters, means and
 * variances, sums, softmax and losses, and what is brought from the host. What a program reads is float32, whatever it was kept in.
 *
 * @see <a href="https://arxiv.org/abs/1710.03740">Micikevicius et al. 2018, Mixed precision training</a>
 */
public enum Precision {
    /** With all 24 bits of float32. */
    FP32,
    /** With the 11 leading bits of each factor: several times as fast on GPUs from Ampere (2020) on. Values are float32 in memory. */
    TF32,
    /** Activations with the range of float32 and 8 bits of its digits. Needs no care in training. */
    BF16,
    /**
     * Activations with 11 bits, of 6e-8 to 65504: more digits than {@link #BF16}, less range. So that small gradients are not lost, the loss is
     * multiplied by a factor before the way back, and gradients of parameters are divided by it: {@link LossScaling}.
     */
    FP16
}
