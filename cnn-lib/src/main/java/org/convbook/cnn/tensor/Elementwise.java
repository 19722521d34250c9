package org.convbook.cnn.tensor;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.BinaryOp;
import org.convbook.cnn.backend.ParametricOp;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.UnaryOp;

/** Operations value by value. Two arguments are repeated along axes of size 1; their gradients are summed there again. */
final class Elementwise {
    private Elementwise() {}

    static Tensor add(Tensor a, Tensor b) {
        return sum(a, b)
            .from(a, dy -> sumTo(dy, a))                        // d(a+b)/da = 1
            .from(b, dy -> sumTo(dy, b));                       // d(a+b)/db = 1
    }

    static Tensor sub(Tensor a, Tensor b) {
        return binary(BinaryOp.SUB, a, b)
            .from(a, dy -> sumTo(dy, a))                        // d(a-b)/da = 1
            .from(b, dy -> sumTo(dy.neg(), b));                 // d(a-b)/db = -1
    }

    static Tensor mul(Tensor a, Tensor b) {
        return binary(BinaryOp.MUL, a, b)
            .from(a, dy -> sumTo(dy.mul(b), a))                 // d(ab)/da = b
            .from(b, dy -> sumTo(dy.mul(a), b));                // d(ab)/db = a
    }

    static Tensor div(Tensor a, Tensor b) {
        return binary(BinaryOp.DIV, a, b)
            .from(a, dy -> sumTo(dy.div(b), a))                 // d(a/b)/da = 1/b
            .from(b, dy -> sumTo(dy.mul(a).div(b.square()).neg(), b));   // d(a/b)/db = -a/b^2
    }

    static Tensor max(Tensor a, Tensor b) {
        return binary(BinaryOp.MAX, a, b)
            .from(a, dy -> sumTo(dy.mul(b.sub(a).step().neg().add(1)), a))   // 1 where a >= b: of equal ones the first
            .from(b, dy -> sumTo(dy.mul(b.sub(a).step()), b));               // 1 where b > a
    }

    static Tensor affine(Tensor x, double scale, double shift) {
        return new Tensor(x.backend(), x.backend().affine(x.buffer(), scale, shift))
            .from(x, dy -> affine(dy, scale, 0));               // d(sx+t)/dx = s
    }

    /** The derivative of each function stands at its {@link UnaryOp}. */
    static Tensor unary(UnaryOp op, Tensor x) {
        Tensor y = new Tensor(x.backend(), x.backend().unary(op, x.buffer()));
        return y.from(x, dy -> unaryGradient(op, dy, x, y));
    }

    private static Tensor sum(Tensor a, Tensor b) {
        if (!Fusion.open() || a.backend() != b.backend() || !a.shape().equals(b.shape())) return binary(BinaryOp.ADD, a, b);
        Tensor joined = a.waiting() instanceof Fusion.Convolution c ? c.add(b) : null;
        if (joined == null && b.waiting() instanceof Fusion.Convolution c) joined = c.add(a);
        return joined == null ? new Tensor(a.backend(), new Fusion.Sum(a.backend(), a.buffer(), b.buffer())) : joined;
    }

    static Tensor relu(Tensor x) {
        Tensor joined = x.waiting() == null ? null : x.waiting().relu(x);
        return joined == null ? linkRelu(x, new Tensor(x.backend(), x.backend().unary(UnaryOp.RELU, x.buffer()))) : joined;
    }

    /** y = max(0, x), computed already, with the way back. */
    static Tensor linkRelu(Tensor x, Tensor y) {
        return y.from(x, dy -> Tape.reluRule() == ReluRule.GRADIENT
            ? unaryGradient(UnaryOp.RELU, dy, y, y)             // 1 where x > 0, which is where y > 0; in one operation
            : Tape.byRule(dy, x));
    }

    /** Under a rule other than the derivative, these count as ReLUs. */
    static Tensor parametric(ParametricOp op, double alpha, Tensor x) {
        Backend backend = x.backend();
        Tensor y = new Tensor(backend, backend.parametric(op, alpha, x.buffer()));
        return y.from(x, dy -> Tape.reluRule() == ReluRule.GRADIENT
            ? new Tensor(backend, backend.parametricGradient(op, alpha, dy.buffer(), x.buffer(), y.buffer()))
            : Tape.byRule(dy, x));
    }

    private static Tensor unaryGradient(UnaryOp op, Tensor dy, Tensor x, Tensor y) {
        return new Tensor(x.backend(), x.backend().unaryGradient(op, dy.buffer(), x.buffer(), y.buffer()));
    }

    static Tensor bernoulli(Backend backend, RandomStream random, double probability, Shape shape) {
        return new Tensor(backend, backend.bernoulli(random, random.nextDraw(), probability, shape));
    }

    static Tensor equal(Tensor a, Tensor b) {
        return binary(BinaryOp.EQUAL, a, b);                    // flat but for its steps
    }

    private static Tensor binary(BinaryOp op, Tensor a, Tensor b) {
        String name = op.name().toLowerCase(java.util.Locale.ROOT);
        if (a.shape().broadcast(b.shape()) == null) {
            throw new ShapeException(name, a.shape() + " and " + b.shape()
                + " do not fit: sizes must be equal, or 1, counted from the last axis", "");
        }
        Tensor left = a.beside(b, name);
        Tensor right = b.beside(a, name);
        return new Tensor(left.backend(), left.backend().binary(op, left.buffer(), right.buffer()));
    }

    /** The gradient of a repeated argument: the sum over its copies. */
    private static Tensor sumTo(Tensor dy, Tensor argument) {
        Shape to = argument.shape();
        if (dy.shape().equals(to)) return dy;
        int[] padded = new int[dy.shape().rank()];
        for (int i = 1; i <= padded.length; i++) padded[padded.length - i] = i <= to.rank() ? to.size(-i) : 1;
        Tensor sum = Reduce.reduce(org.convbook.cnn.backend.ReduceOp.SUM, dy, Shape.of(padded));
        return sum.shape().equals(to) ? sum : Reshape.reshape(sum, to);
    }
}
