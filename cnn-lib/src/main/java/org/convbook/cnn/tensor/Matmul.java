package org.convbook.cnn.tensor;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ReduceOp;
import org.convbook.cnn.backend.Shape;

/** Matrix products. */
final class Matmul {
    private Matmul() {}

    static Tensor matmul(Tensor a, Tensor b) {
        if (a.shape().rank() != 2 || b.shape().rank() != 2 || a.shape().size(1) != b.shape().size(0)) {
            throw new ShapeException("matmul", "[rows, inner] and [inner, columns] are expected, got " + a.shape() + " and " + b.shape(), "");
        }
        return product(a, false, b, false, null)
            .from(a, dy -> product(dy, false, b, true, null))                         // dA = dY Bᵀ
            .from(b, dy -> product(a, true, dy, false, null));                        // dB = Aᵀ dY
    }

    static Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        if (x.shape().rank() != 2) {
            throw new ShapeException("linear", "input has " + x.shape().rank() + " axes, expected 2", shapes(x, weight));
        }
        if (weight.shape().rank() != 2 || bias != null && !bias.shape().equals(Shape.of(weight.shape().size(0)))) {
            throw new ShapeException("linear", "weight [out, in] and bias [out] are expected, got " + weight.shape()
                + (bias == null ? "" : " and " + bias.shape()), "");
        }
        if (x.shape().size(1) != weight.shape().size(1)) {
            throw new ShapeException("linear",
                "input has " + x.shape().size(1) + " features, expected " + weight.shape().size(1), shapes(x, weight));
        }
        Tensor in = x.beside(weight, "linear");
        Tensor y = product(in, false, weight, true, bias)                             // y = x Wᵀ + b
            .from(x, dy -> product(dy, false, weight, false, null))                   // dx = dy W
            .from(weight, dy -> product(dy, true, in, false, null));                  // dW = dyᵀ x
        return bias == null ? y : y.from(bias, dy -> columnSums(dy, bias.shape()));   // db = Σ dy
    }

    private static String shapes(Tensor x, Tensor weight) {
        return ShapeException.line("input", x.shape()) + ShapeException.line("weight", weight.shape());
    }

    private static Tensor columnSums(Tensor dy, Shape to) {
        return Reshape.reshape(Reduce.reduce(ReduceOp.SUM, dy, Shape.of(1, dy.shape().size(1))), to);
    }

    private static Tensor product(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor bias) {
        Tensor left = a.beside(b, "matmul");
        Tensor right = b.beside(a, "matmul");
        Backend backend = left.backend();
        Buffer plus = bias == null ? null : bias.beside(left, "matmul").buffer();
        return new Tensor(backend, backend.matmul(left.buffer(), transposeA, right.buffer(), transposeB, plus));
    }
}
