package org.convbook.cnn.tensor;

import java.util.stream.IntStream;
import org.convbook.cnn.backend.ReduceOp;
import org.convbook.cnn.backend.Shape;

/** Sums and means over axes, which stay with size 1. */
final class Reduce {
    private Reduce() {}

    static Tensor sum(Tensor x, int... axes) {
        Shape to = reduced("sum", x, axes);
        return reduce(ReduceOp.SUM, x, to)
            .from(x, dy -> expand(dy, x.shape()));                                    // each term counts once
    }

    static Tensor mean(Tensor x, int... axes) {
        Shape to = reduced("mean", x, axes);
        double share = (double) to.count() / x.shape().count();
        return reduce(ReduceOp.MEAN, x, to)
            .from(x, dy -> expand(dy.mul(share), x.shape()));                         // each of n terms counts 1/n
    }

    static Tensor expand(Tensor x, Shape to) {
        return new Tensor(x.backend(), x.backend().expand(x.buffer(), to))
            .from(x, dy -> reduce(ReduceOp.SUM, dy, x.shape()));                      // the sum over the copies
    }

    static Tensor reduce(ReduceOp op, Tensor x, Shape to) {
        return new Tensor(x.backend(), x.backend().reduce(op, x.buffer(), to));
    }

    private static Shape reduced(String name, Tensor x, int... axes) {
        Shape to = x.shape();
        for (int axis : axes) {
            if (axis < -to.rank() || axis >= to.rank()) throw new ShapeException(name, "there is no axis " + axis + " in " + to, "");
            to = to.with(axis, 1);
        }
        return to;
    }

    static int[] allAxes(Tensor x) {
        return IntStream.range(0, x.shape().rank()).toArray();
    }

    static int[] join(int axis, int... more) {
        return IntStream.concat(IntStream.of(axis), IntStream.of(more)).toArray();
    }
}
