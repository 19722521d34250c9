package org.convbook.cnn.nn;

import java.util.random.RandomGenerator;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;

/**
 * A fully connected layer: y = x Wᵀ + b.
 * <pre>
 * input   [N, in]
 * weight  [out, in]     uniform in ±1/sqrt(in)
 * bias    [out]         uniform in the same range
 * output  [N, out]
 * </pre>
 * An input that is not [N, in] is a {@link org.convbook.cnn.tensor.ShapeException}.
 */
public final class Linear extends Layer {
    private final int in;
    private final int out;
    private final Tensor weight;
    private final Tensor bias;

    /** A layer from {@code in} features to {@code out}. */
    public Linear(int in, int out, RandomGenerator rng) {
        if (in < 1 || out < 1) throw new IllegalArgumentException("Linear: features must be at least 1, got " + in + " -> " + out);
        this.in = in;
        this.out = out;
        weight = parameter("weight", Init.uniform(in, rng, out, in));
        bias = parameter("bias", Init.uniform(in, rng, out));
    }

    /** The weights, [out, in]. */
    public Tensor weight() {
        return weight;
    }

    /** The biases, [out]. */
    public Tensor bias() {
        return bias;
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return x.linear(weight, bias);
    }

    @Override
    protected long multiplyAdds(Shape input, Shape output) {
        return (long) in * out;
    }

    @Override
    public String toString() {
        return "Linear(" + in + " -> " + out + ")";
    }
}
