package org.convbook.cnn.tensor;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Shape;

/** Softmax and the cross-entropy on top of it; batch and local response normalisation. */
final class Normalize {
    private Normalize() {}

    static Tensor softmax(Tensor x) {
        if (x.shape().rank() < 2) throw new ShapeException("softmax", "works along axis 1 of [N, K, …], got " + x.shape(), "");
        Backend backend = x.backend();
        Tensor y = new Tensor(backend, backend.softmax(x.buffer()));
        return y.from(x, dy -> new Tensor(backend, backend.softmaxGradient(dy.buffer(), y.buffer())));   // dx = y (dy - Σ dy y)
    }

    static Tensor logSoftmax(Tensor x) {
        if (x.shape().rank() < 2) throw new ShapeException("logSoftmax", "works along axis 1 of [N, K, …], got " + x.shape(), "");
        Backend backend = x.backend();
        Tensor y = new Tensor(backend, backend.logSoftmax(x.buffer()));
        return y.from(x, dy -> new Tensor(backend, backend.logSoftmaxGradient(dy.buffer(), y.buffer())));   // dx = dy - e^y Σ dy
    }

    static Tensor nll(Tensor logProbabilities, Tensor labels, Backend.ClassWeighting c) {
        Tensor target = labels.beside(logProbabilities, "nll");
        Backend backend = logProbabilities.backend();
        Shape shape = logProbabilities.shape();
        Backend.Nll n = backend.nll(c, logProbabilities.buffer(), target.buffer());
        return new Tensor(backend, n.loss()).from(logProbabilities,                                      // the factor of each, over their total
            dy -> new Tensor(backend, backend.nllGradient(c, dy.buffer(), shape, target.buffer(), n)));
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
        Backend.BatchNorm b = s.beside(in);
        if (!training && Tape.paused() && in.waiting() instanceof Fusion.Convolution c) {
            Tensor joined = c.norm(b);
            if (joined != null) return joined;
        }
        BatchNormalization n = new BatchNormalization(x, in, s, b, training);
        return n.link(Fusion.tensor(in.backend(), n), n::gradient);
    }

    static Tensor localResponseNorm(Tensor x, Backend.ResponseNorm r) {
        Shape s = x.shape();
        if (s.rank() != 4) {
            throw new ShapeException("localResponseNorm", "input has " + s.rank() + " axes, expected 4: [N, C, H, W]",
                ShapeException.line("input", s));
        }
        Backend backend = x.backend();
        Tensor y = new Tensor(backend, backend.responseNorm(r, x.buffer()));
        return y.from(x, dy -> new Tensor(backend, backend.responseNormGradient(r, dy.buffer(), x.buffer(), y.buffer())));
    }

    /** [N, C, …] with five axes at most. */
    static Shape image(Shape s) {
        if (s.rank() < 6) return s;
        int rest = 1;
        for (int axis = 2; axis < s.rank(); axis++) rest *= s.size(axis);
        return Shape.of(s.size(0), s.size(1), rest, 1);
    }

    private static void check(Shape x, Shape weight, boolean training) {
        String shapes = ShapeException.line("input", x + (x.rank() == 4 ? "   NCHW" : "")) + ShapeException.line("weight", weight);
        if (x.rank() < 2) {
            throw new ShapeException("batchNorm", "input has " + x.rank() + (x.rank() == 1 ? " axis" : " axes") + ", expected [N, C, …]", shapes);
        }
        if (x.size(1) != weight.count()) {
            throw new ShapeException("batchNorm", "input has " + x.size(1) + " channels, expected " + weight.count(), shapes);
        }
        int values = x.count() / x.size(1);
        if (training && values < 2) {
            throw new ShapeException("batchNorm", "training needs at least 2 values in each channel to have a variance, got " + values
                + "; use larger batches, or a pass of inference", shapes);
        }
    }
}
