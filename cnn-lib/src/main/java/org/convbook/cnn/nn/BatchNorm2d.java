package org.convbook.cnn.nn;

import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.BatchNormState;
import org.convbook.cnn.tensor.Tensor;

/**
 * Batch normalisation: brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it.
 * <pre>
 * input        [N, C, H, W], or [N, C], or any other [N, C, …]
 * weight       [C]     the paper's γ, 1 at first
 * bias         [C]     the paper's β, 0 at first
 * runningMean  [C]     a buffer, 0 at first
 * runningVar   [C]     a buffer, 1 at first
 * output       as the input
 *              y = weight * (x - mean) / sqrt(var + epsilon) + bias
 * </pre>
 * In training, mean and var (divided by M, the number of values in a channel) are those of the batch, and the running ones move:
 * {@code running = (1 - momentum) * running + momentum * batch}, the variance with M/(M − 1). In inference they are the running ones.
 * {@code momentum} is the weight of the <b>new</b> value. A layer before this one needs no bias.
 * <p>Other channels, or a single value per channel in training, are a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe &amp; Szegedy 2015, Batch normalization</a>
 */
public final class BatchNorm2d extends Layer {
    private static final double MOMENTUM = 0.1;
    private static final double EPSILON = 1e-5;

    private final Tensor weight;
    private final Tensor bias;
    private final Tensor runningMean;
    private final Tensor runningVar;
    private final double momentum;
    private final double epsilon;

    /** For this many channels, with momentum 0.1 and epsilon 1e−5. */
    public BatchNorm2d(int channels) {
        this(channels, MOMENTUM, EPSILON);
    }

    /** With another momentum, in [0, 1], and epsilon, above 0; others are an {@link IllegalArgumentException}. */
    public BatchNorm2d(int channels, double momentum, double epsilon) {
        if (channels < 1) throw new IllegalArgumentException("BatchNorm2d: channels must be at least 1, got " + channels);
        if (!(momentum >= 0 && momentum <= 1)) throw new IllegalArgumentException("BatchNorm2d: momentum must be in [0, 1], got " + momentum);
        if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("BatchNorm2d: epsilon must be above 0 and finite, got " + epsilon);
        }
        this.momentum = momentum;
        this.epsilon = epsilon;
        weight = parameter("weight", Tensor.full(Backends.java(), 1, Shape.of(channels)));
        bias = parameter("bias", Tensor.full(Backends.java(), 0, Shape.of(channels)));
        runningMean = buffer("runningMean", Tensor.full(Backends.java(), 0, Shape.of(channels)));
        runningVar = buffer("runningVar", Tensor.full(Backends.java(), 1, Shape.of(channels)));
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return x.batchNorm(new BatchNormState(weight, bias, runningMean, runningVar, momentum, epsilon), pass.training());
    }

    @Override
    public String toString() {
        String settings = momentum == MOMENTUM && epsilon == EPSILON ? "" : ", momentum " + momentum + ", epsilon " + epsilon;
        return "BatchNorm2d(" + weight.shape().count() + settings + ")";
    }
}
