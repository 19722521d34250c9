package org.convbook.cnn.tensor;

import java.util.function.Supplier;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.Shape;

/**
 * Lets a convolution, a sum or a batch normalisation within a layer wait until its value is asked for, so that what follows can join it: the
 * backend then does both in one pass over memory. A value that is asked for is computed alone; nothing is lost by looking.
 */
public final class Fusion {
    private static final ThreadLocal<Boolean> OPEN = ThreadLocal.withInitial(() -> false);

    private Fusion() {}

    /** Runs a computation of this thread in which values may wait; the result of the outermost one is there when it returns. */
    public static Tensor within(Supplier<Tensor> computation) {
        if (OPEN.get()) return computation.get();
        OPEN.set(true);
        try {
            Tensor y = computation.get();
            y.buffer();
            return y;
        } finally {
            OPEN.set(false);
        }
    }

    static boolean open() {
        return OPEN.get();
    }

    /** A value that waits. */
    interface Waiting {
        Shape shape();

        /** The value without what might have joined. */
        Buffer compute();

        /** max(0, x), where x is the tensor that waits. */
        Tensor relu(Tensor x);
    }

    /** x as a tensor: at once, or waiting if values may wait. */
    static Tensor tensor(Backend backend, Waiting x) {
        return open() ? new Tensor(backend, x) : new Tensor(backend, x.compute());
    }

    /** A convolution with what follows it. */
    record Convolution(Backend backend, ConvShape geometry, Operands operands, Backend.Following then) implements Waiting {
        /** Image, weight and bias or null. */
        record Operands(Buffer x, Buffer weight, Buffer bias) {}

        @Override
        public Shape shape() {
            return geometry.output();
        }

        @Override
        public Buffer compute() {
            return then.nothing() ? backend.conv(geometry, operands.x, operands.weight, operands.bias)
                : backend.conv(geometry, operands.x, operands.weight, operands.bias, then);
        }

        @Override
        public Tensor relu(Tensor x) {
            return then.relu() ? null : Elementwise.linkRelu(x, with(new Backend.Following(then.norm(), then.addend(), true)));
        }

        /** With a batch normalisation by running statistics; null if something else has joined before. */
        Tensor norm(Backend.BatchNorm b) {
            return then.nothing() ? with(new Backend.Following(b, null, false)) : null;
        }

        /** With a sum; null if it must come later. */
        Tensor add(Tensor b) {
            if (then.relu() || then.addend() != null || !b.shape().equals(shape()) || b.backend() != backend) return null;
            return with(new Backend.Following(then.norm(), b.buffer(), false));
        }

        private Tensor with(Backend.Following more) {
            return new Tensor(backend, new Convolution(backend, geometry, operands, more));
        }
    }

    /** a + b of one shape. */
    record Sum(Backend backend, Buffer a, Buffer b) implements Waiting {
        @Override
        public Shape shape() {
            return a.shape();
        }

        @Override
        public Buffer compute() {
            return backend.binary(org.convbook.cnn.backend.BinaryOp.ADD, a, b);
        }

        @Override
        public Tensor relu(Tensor x) {
            return Elementwise.linkRelu(x, new Tensor(backend, backend.addRelu(a, b)));
        }
    }
}
