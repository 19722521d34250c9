package org.convbook.cnn.tensor;

import java.util.function.Function;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.Shape;

/** One batch normalisation of [N, C, …]: its result alone or with a ReLU behind it, computed when asked for, and the way back from either. */
final class BatchNormalization implements Fusion.Waiting {
    private final Backend backend;
    private final Tensor argument;
    private final BatchNormState state;
    private final Backend.BatchNorm parameters;
    private final boolean training;
    private final Shape shape;
    private final Buffer x;
    private Backend.Normalized alone;
    private Backend.Normalized withRelu;

    BatchNormalization(Tensor argument, Tensor in, BatchNormState state, Backend.BatchNorm parameters, boolean training) {
        this.backend = in.backend();
        this.argument = argument;
        this.state = state;
        this.parameters = parameters;
        this.training = training;
        this.shape = in.shape();
        this.x = backend.reshape(in.buffer(), Normalize.image(shape));
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public Buffer compute() {
        return backend.reshape(alone().y(), shape);
    }

    private Backend.Normalized alone() {
        if (alone == null)
            alone = !training ? backend.batchNormInference(parameters, x) : withRelu == null ? backend.batchNorm(parameters, x) : again();
        return alone;
    }

    /** The result without the ReLU by the statistics found before: the running ones move once only. */
    private Backend.Normalized again() {
        Backend.BatchNorm b = new Backend.BatchNorm(parameters.gamma(), parameters.beta(), withRelu.mean(), withRelu.variance(),
            parameters.momentum(), parameters.epsilon());
        return backend.batchNormInference(b, x);
    }

    @Override
    public Tensor relu(Tensor y) {
        if (!training) return null;
        withRelu = backend.batchNormRelu(parameters, x);
        return link(new Tensor(backend, backend.reshape(withRelu.y(), shape)), dy -> Tape.reluRule() == ReluRule.GRADIENT
            ? backend.batchNormReluGradient(parameters, flat(dy), x, withRelu)
            : backend.batchNormGradient(parameters, flat(Tape.reluRule().apply(dy, y)), x, withRelu, false));
    }

    Backend.BatchNormGradient gradient(Tensor dy) {
        return backend.batchNormGradient(parameters, flat(dy), x, alone(), !training);
    }

    private Buffer flat(Tensor dy) {
        return backend.reshape(dy.buffer(), x.shape());
    }

    Tensor link(Tensor y, Function<Tensor, Backend.BatchNormGradient> gradient) {
        Gradients3 gradients = new Gradients3(gradient);
        return y
            .from(argument, dy -> new Tensor(backend, backend.reshape(gradients.of(dy).x(), shape)))
            .from(state.weight(), dy -> new Tensor(backend, gradients.of(dy).gamma()))
            .from(state.bias(), dy -> new Tensor(backend, gradients.of(dy).beta()));
    }

    /** The three gradients, which the backend computes together. */
    private static final class Gradients3 {
        private final Function<Tensor, Backend.BatchNormGradient> compute;
        private Tensor of;
        private Backend.BatchNormGradient all;

        Gradients3(Function<Tensor, Backend.BatchNormGradient> compute) {
            this.compute = compute;
        }

        Backend.BatchNormGradient of(Tensor dy) {
            if (of != dy) {
                of = dy;
                all = compute.apply(dy);
            }
            return all;
        }
    }
}
