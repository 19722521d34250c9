package org.convbook.cnn.tensor;

import java.util.function.Function;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.Shape;

/** Softmax and the cross-entropy on top of it; batch normalisation. */
final class Normalize {
    private Normalize() {}

    static Tensor softmax(Tensor x) {
        if (x.shape().rank() < 2) throw new ShapeException("softmax", "works along axis 1 of [N, K, …], got " + x.shape(), "");
        Backend backend = x.backend();
        Tensor y = new Tensor(backend, backend.softmax(x.buffer()));
        return y.from(x, dy -> new Tensor(backend, backend.softmaxGradient(dy.buffer(), y.buffer())));   // dx = y (dy - Σ dy y)
    }

    static Tensor crossEntropy(Tensor logits, Tensor labels) {
        Tensor target = labels.beside(logits, "crossEntropy");
        Backend backend = logits.backend();
        Backend.CrossEntropy c = backend.crossEntropy(logits.buffer(), target.buffer());
        return new Tensor(backend, c.loss()).from(logits,                                                // dz = (p - onehot) / N
            dy -> new Tensor(backend, backend.crossEntropyGradient(dy.buffer(), c.probabilities(), target.buffer())));
    }

    /** Of [N, C, …]; all axes but C count alike. */
    static Tensor batchNorm(Tensor x, BatchNormState s, boolean training) {
        check(x.shape(), s.weight().shape(), training);
        Tensor in = x.beside(s.weight(), "batchNorm");
        Backend backend = in.backend();
        Backend.BatchNorm b = s.beside(in);
        Shape shape = in.shape();
        Shape image = image(shape);
        Buffer flat = backend.reshape(in.buffer(), image);
        Backend.Normalized n = training ? backend.batchNorm(b, flat) : backend.batchNormInference(b, flat);
        BatchNormGradients gradients =
            new BatchNormGradients(dy -> backend.batchNormGradient(b, backend.reshape(dy, image), flat, n, !training));
        return new Tensor(backend, backend.reshape(n.y(), shape))
            .from(x, dy -> new Tensor(backend, backend.reshape(gradients.of(dy).x(), shape)))
            .from(s.weight(), dy -> new Tensor(backend, gradients.of(dy).gamma()))
            .from(s.bias(), dy -> new Tensor(backend, gradients.of(dy).beta()));
    }

    /** [N, C, …] as [N, C, H, W]. */
    private static Shape image(Shape s) {
        if (s.rank() == 4) return s;
        int rest = 1;
        for (int axis = 2; axis < s.rank(); axis++) rest *= s.size(axis);
        return Shape.of(s.size(0), s.size(1), rest, 1);
    }

    private static void check(Shape x, Shape weight, boolean training) {
        String shapes = ShapeException.line("input", x + (x.rank() == 4 ? "   NCHW" : "")) + ShapeException.line("weight", weight);
        if (x.rank() < 2) throw new ShapeException("batchNorm", "input has " + x.rank() + (x.rank() == 1 ? " axis" : " axes") + ", expected [N, C, …]", shapes);
        if (x.size(1) != weight.count()) {
            throw new ShapeException("batchNorm", "input has " + x.size(1) + " channels, expected " + weight.count(), shapes);
        }
        int values = x.count() / x.size(1);
        if (training && values < 2) {
            throw new ShapeException("batchNorm", "training needs at least 2 values in each channel to have a variance, got " + values
                + "; use larger batches, or a pass of inference", shapes);
        }
    }

    /** The three gradients of one batch normalisation, which the backend computes together. */
    private static final class BatchNormGradients {
        private final Function<Buffer, Backend.BatchNormGradient> compute;
        private Tensor of;
        private Backend.BatchNormGradient all;

        BatchNormGradients(Function<Buffer, Backend.BatchNormGradient> compute) {
            this.compute = compute;
        }

        Backend.BatchNormGradient of(Tensor dy) {
            if (of != dy) {
                of = dy;
                all = compute.apply(dy.buffer());
            }
            return all;
        }
    }
}
