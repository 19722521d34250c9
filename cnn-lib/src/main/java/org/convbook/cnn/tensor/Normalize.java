package org.convbook.cnn.tensor;

import org.convbook.cnn.backend.Backend;

/** Softmax and the cross-entropy on top of it. */
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
}
