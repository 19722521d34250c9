package org.convbook.cnn.backend;

/** The part of {@link Backend} that normalises: over a batch, and over neighbouring channels. */
public interface Normalizations {
    /**
     * What a batch normalisation works with; all buffers are [C].
     *
     * @param gamma the scale of each channel
     * @param beta the shift of each channel
     * @param runningMean the mean over past batches
     * @param runningVar the variance over past batches
     * @param momentum the weight of a new batch in those two
     * @param epsilon what is added to a variance
     */
    record BatchNorm(Buffer gamma, Buffer beta, Buffer runningMean, Buffer runningVar, double momentum, double epsilon) {}

    /**
     * A batch normalisation's result, and the mean and variance of each channel, [C], that it was computed with; behind a ReLU also, in a form
     * of the backend's own, where it was positive, else null.
     */
    record Normalized(Buffer y, Buffer mean, Buffer variance, Buffer positive) {
        /** Without a ReLU. */
        public Normalized(Buffer y, Buffer mean, Buffer variance) {
            this(y, mean, variance, null);
        }
    }

    /** The gradients of a batch normalisation for its input, scale and shift. */
    record BatchNormGradient(Buffer x, Buffer gamma, Buffer beta) {}

    /**
     * A local response normalisation.
     *
     * @param size n, the number of channels that count, odd
     * @param alpha α, not divided by n
     * @param beta β
     * @param k what the sum starts from
     */
    record ResponseNorm(int size, double alpha, double beta, double k) {}

    /**
     * y = gamma · (x − mean) / √(variance + epsilon) + beta, with the mean and variance of each channel of x over its M values; x is [N, C] to
     * [N, C, D, H, W].
     * Updates in place: running = (1 − momentum)·running + momentum·batch, the variance of the batch times M/(M−1).
     */
    Normalized batchNorm(BatchNorm b, Buffer x);

    /** As {@link #batchNorm}, with the running mean and variance, which stay. */
    Normalized batchNormInference(BatchNorm b, Buffer x);

    /**
     * The gradients of {@link #batchNorm}: with x' = (x − mean) / √(variance + epsilon), dgamma = Σ dy·x', dbeta = Σ dy,
     * dx = gamma / √(variance + epsilon) · (dy − dbeta/M − x'·dgamma/M); of {@link #batchNormInference} without the last two terms.
     *
     * @param inference of which of the two
     */
    BatchNormGradient batchNormGradient(BatchNorm b, Buffer dy, Buffer x, Normalized forward, boolean inference);

    /** y = x · S<sup>−β</sup>, where S = k + α · Σ x² over the channels from i − n/2 to i + n/2 that there are; x is [N, C, H, W]. */
    Buffer responseNorm(ResponseNorm r, Buffer x);

    /** dx = dy · S<sup>−β</sup> − 2αβ · x · Σ dy·y/S over the same channels. */
    Buffer responseNormGradient(ResponseNorm r, Buffer dy, Buffer x, Buffer y);
}
