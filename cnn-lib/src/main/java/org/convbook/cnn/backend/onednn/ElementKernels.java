package org.convbook.cnn.backend.onednn;

import static org.convbook.cnn.backend.onednn.Primitives.argument;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reduction;
import org.bytedeco.dnnl.softmax_backward;
import org.bytedeco.dnnl.softmax_forward;
import org.convbook.cnn.backend.BinaryOp;
import org.convbook.cnn.backend.ParametricOp;
import org.convbook.cnn.backend.ReduceOp;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.UnaryOp;

/** Elementwise functions, reductions, softmax and the matrix product. */
final class ElementKernels {
    private record UnaryKey(int algorithm, float alpha, float beta, Shape shape, Layout layout, boolean gradient) {}

    private record BinaryKey(BinaryOp op, Shape a, Shape b, Layout layout, boolean relu) {}

    private record ReduceKey(ReduceOp op, Shape from, Shape to, Layout layout) {}

    private record SoftmaxKey(Shape shape, Layout layout, int algorithm, boolean gradient) {}

    private record MatmulKey(int rows, int inner, int columns, boolean transposeA, boolean transposeB, boolean bias) {}

    private final Primitives primitives;

    ElementKernels(Primitives primitives) {
        this.primitives = primitives;
    }

    /** Whether oneDNN has the function; only the step is missing. */
    static boolean has(UnaryOp op) {
        return op != UnaryOp.STEP;
    }

    private static int algorithm(UnaryOp op) {
        return switch (op) {
            case TANH -> dnnl.dnnl_eltwise_tanh;
            case RELU -> dnnl.dnnl_eltwise_relu;
            case SIGMOID -> dnnl.dnnl_eltwise_logistic;
            case EXP -> dnnl.dnnl_eltwise_exp;
            case LOG -> dnnl.dnnl_eltwise_log;
            case SQRT -> dnnl.dnnl_eltwise_sqrt;
            case SQUARE -> dnnl.dnnl_eltwise_square;
            case ABS -> dnnl.dnnl_eltwise_abs;
            case RECIPROCAL -> dnnl.dnnl_eltwise_pow;
            case SOFTPLUS -> dnnl.dnnl_eltwise_soft_relu;
            case STEP -> throw new AssertionError(op);
        };
    }

    /** Whether the gradient is computed from the result rather than from the argument. */
    static boolean fromResult(UnaryOp op) {
        return switch (op) {
            case TANH, RELU, SIGMOID, EXP, SQRT -> true;
            case LOG, SQUARE, ABS, RECIPROCAL, SOFTPLUS, STEP -> false;
        };
    }

    private static int gradientAlgorithm(UnaryOp op) {
        return switch (op) {
            case TANH -> dnnl.dnnl_eltwise_tanh_use_dst_for_bwd;
            case RELU -> dnnl.dnnl_eltwise_relu_use_dst_for_bwd;
            case SIGMOID -> dnnl.dnnl_eltwise_logistic_use_dst_for_bwd;
            case EXP -> dnnl.dnnl_eltwise_exp_use_dst_for_bwd;
            case SQRT -> dnnl.dnnl_eltwise_sqrt_use_dst_for_bwd;
            case LOG, SQUARE, ABS, RECIPROCAL, SOFTPLUS, STEP -> algorithm(op);
        };
    }

    private static float alpha(UnaryOp op) {
        return op == UnaryOp.RECIPROCAL || op == UnaryOp.SOFTPLUS ? 1 : 0;
    }

    private static float beta(UnaryOp op) {
        return op == UnaryOp.RECIPROCAL ? -1 : 0;
    }

    private record TanhKey(Shape shape, Layout layout) {}

    /**
     * tanh x = 2 / (1 + e<sup>−(x+x)</sup>) − 1, as a sum with functions behind it: oneDNN's own tanh looks its polynomial up in tables, which
     * takes 4.4 ns a value on AVX2. Arguments: x, y, x.
     */
    Kernel tanh(Shape shape, Layout layout) {
        return primitives.kept(new TanhKey(shape, layout), () -> {
            post_ops then = new post_ops();
            then.append_eltwise(dnnl.dnnl_eltwise_logistic, 0, 0);
            then.append_eltwise(dnnl.dnnl_eltwise_linear, 2, -1);
            primitive_attr attr = Primitives.attributes();
            attr.set_post_ops(then);
            memory.desc x = layout.describe(shape);
            binary.primitive_desc d = new binary.primitive_desc(primitives.engine(), dnnl.dnnl_binary_add, x, x, x, attr, false);
            return primitives.kernel("tanh", new binary(d),
                argument(dnnl.DNNL_ARG_SRC_0, x), argument(dnnl.DNNL_ARG_DST, x), argument(dnnl.DNNL_ARG_SRC_1, x));
        });
    }

    /** Arguments: x, y. */
    Kernel unary(UnaryOp op, Shape shape, Layout layout) {
        return eltwise(algorithm(op), alpha(op), beta(op), shape, layout);
    }

    /** y = scale·x + shift. Arguments: x, y. */
    Kernel affine(double scale, double shift, Shape shape, Layout layout) {
        return eltwise(dnnl.dnnl_eltwise_linear, (float) scale, (float) shift, shape, layout);
    }

    private Kernel eltwise(int algorithm, float alpha, float beta, Shape shape, Layout layout) {
        return primitives.kept(new UnaryKey(algorithm, alpha, beta, shape, layout, false), () -> {
            memory.desc x = layout.describe(shape);
            eltwise_forward.primitive_desc d =
                new eltwise_forward.primitive_desc(primitives.engine(), dnnl.dnnl_forward_training, algorithm, x, x, alpha, beta,
                    Primitives.attributes(), false);
            return primitives.kernel("elementwise", new eltwise_forward(d), argument(dnnl.DNNL_ARG_SRC, x), argument(dnnl.DNNL_ARG_DST, x));
        });
    }

    /** Arguments: dy, x or y, dx. */
    Kernel unaryGradient(UnaryOp op, Shape shape, Layout layout) {
        return eltwiseGradient(new UnaryKey(gradientAlgorithm(op), alpha(op), beta(op), shape, layout, true), fromResult(op));
    }

    private static int algorithm(ParametricOp op) {
        return switch (op) {
            case LEAKY_RELU -> dnnl.dnnl_eltwise_relu;
            case ELU -> dnnl.dnnl_eltwise_elu;
        };
    }

    /** Arguments: x, y. */
    Kernel parametric(ParametricOp op, double alpha, Shape shape, Layout layout) {
        return eltwise(algorithm(op), (float) alpha, 0, shape, layout);
    }

    /** Arguments: dy, x, dx. */
    Kernel parametricGradient(ParametricOp op, double alpha, Shape shape, Layout layout) {
        return eltwiseGradient(new UnaryKey(algorithm(op), (float) alpha, 0, shape, layout, true), false);
    }

    private Kernel eltwiseGradient(UnaryKey key, boolean fromResult) {
        return primitives.kept(key, () -> {
            memory.desc x = key.layout.describe(key.shape);
            eltwise_forward.primitive_desc forward = new eltwise_forward.primitive_desc(
                primitives.engine(), dnnl.dnnl_forward_training, key.algorithm, x, x, key.alpha, key.beta, Primitives.attributes(), false);
            eltwise_backward.primitive_desc d =
                new eltwise_backward.primitive_desc(primitives.engine(), key.algorithm, x, x, x, key.alpha, key.beta, forward,
                    Primitives.attributes(), false);
            return primitives.kernel("elementwise gradient", new eltwise_backward(d), argument(dnnl.DNNL_ARG_DIFF_DST, x),
                argument(fromResult ? dnnl.DNNL_ARG_DST : dnnl.DNNL_ARG_SRC, x), argument(dnnl.DNNL_ARG_DIFF_SRC, x));
        });
    }

    /** Of shapes with as many axes; sizes of 1 are repeated. Arguments: a, b, y. */
    Kernel binary(BinaryOp op, Shape a, Shape b, Layout layout) {
        return binary(new BinaryKey(op, a, b, layout, false));
    }

    /** a + b. Arguments: a, b, y. */
    Kernel add(Shape s, Layout layout) {
        return binary(new BinaryKey(BinaryOp.ADD, s, s, layout, false));
    }

    /** max(0, a + b). Arguments: a, b, y. */
    Kernel addRelu(Shape s, Layout layout) {
        return binary(new BinaryKey(BinaryOp.ADD, s, s, layout, true));
    }

    private Kernel binary(BinaryKey key) {
        return primitives.kept(key, () -> {
            int algorithm = switch (key.op) {
                case ADD -> dnnl.dnnl_binary_add;
                case SUB -> dnnl.dnnl_binary_sub;
                case MUL -> dnnl.dnnl_binary_mul;
                case DIV -> dnnl.dnnl_binary_div;
                case MAX -> dnnl.dnnl_binary_max;
                case EQUAL -> dnnl.dnnl_binary_eq;
            };
            memory.desc left = key.layout.describe(key.a);
            memory.desc right = key.layout.describe(key.b);
            memory.desc y = key.layout.describe(key.a.broadcast(key.b));
            post_ops then = new post_ops();
            if (key.relu) then.append_eltwise(dnnl.dnnl_eltwise_relu, 0, 0);
            primitive_attr attr = Primitives.attributes();
            attr.set_post_ops(then);
            binary.primitive_desc d = new binary.primitive_desc(primitives.engine(), algorithm, left, right, y, attr, false);
            return primitives.kernel("binary", new binary(d),
                argument(dnnl.DNNL_ARG_SRC_0, left), argument(dnnl.DNNL_ARG_SRC_1, right), argument(dnnl.DNNL_ARG_DST, y));
        });
    }

    /** Arguments: x, y. */
    Kernel reduce(ReduceOp op, Shape from, Shape to, Layout layout) {
        return primitives.kept(new ReduceKey(op, from, to, layout), () -> {
            int algorithm = switch (op) {
                case SUM -> dnnl.dnnl_reduction_sum;
                case MEAN -> dnnl.dnnl_reduction_mean;
                case MAX -> dnnl.dnnl_reduction_max;
            };
            memory.desc x = layout.describe(from);
            memory.desc y = layout.describe(to);
            reduction.primitive_desc d = new reduction.primitive_desc(primitives.engine(), algorithm, x, y, 0, 0,
                Primitives.attributes(), false);
            return primitives.kernel("reduce by " + Primitives.implementation(d), new reduction(d),
                argument(dnnl.DNNL_ARG_SRC, x), argument(dnnl.DNNL_ARG_DST, y));
        });
    }

    private static int softmaxAlgorithm(boolean log) {
        return log ? dnnl.dnnl_softmax_log : dnnl.dnnl_softmax_accurate;
    }

    /** Over axis 1, or its logarithm. Arguments: x, y. */
    Kernel softmax(boolean log, Shape shape, Layout layout) {
        int algorithm = softmaxAlgorithm(log);
        return primitives.kept(new SoftmaxKey(shape, layout, algorithm, false), () -> {
            memory.desc x = layout.describe(shape);
            return primitives.kernel("softmax", new softmax_forward(softmaxForward(algorithm, x)),
                argument(dnnl.DNNL_ARG_SRC, x), argument(dnnl.DNNL_ARG_DST, x));
        });
    }

    private softmax_forward.primitive_desc softmaxForward(int algorithm, memory.desc x) {
        return new softmax_forward.primitive_desc(primitives.engine(), dnnl.dnnl_forward_training, algorithm, x, x, 1,
            Primitives.attributes(), false);
    }

    /** Arguments: dy, y, dx. */
    Kernel softmaxGradient(boolean log, Shape shape, Layout layout) {
        int algorithm = softmaxAlgorithm(log);
        return primitives.kept(new SoftmaxKey(shape, layout, algorithm, true), () -> {
            memory.desc x = layout.describe(shape);
            softmax_backward.primitive_desc d = new softmax_backward.primitive_desc(
                primitives.engine(), algorithm, x, x, x, 1, softmaxForward(algorithm, x), Primitives.attributes(), false);
            return primitives.kernel("softmax gradient", new softmax_backward(d), argument(dnnl.DNNL_ARG_DIFF_DST, x),
                argument(dnnl.DNNL_ARG_DST, x), argument(dnnl.DNNL_ARG_DIFF_SRC, x));
        });
    }

    /** Arguments: a, b, y, and the bias if there is one. */
    Kernel matmul(int rows, int inner, int columns, boolean transposeA, boolean transposeB, boolean bias) {
        return primitives.kept(new MatmulKey(rows, inner, columns, transposeA, transposeB, bias), () -> {
            memory.desc a = matrix(rows, inner, transposeA);
            memory.desc b = matrix(inner, columns, transposeB);
            memory.desc y = matrix(rows, columns, false);
            memory.desc plus = matrix(1, columns, false);
            matmul.primitive_desc d = bias
                ? new matmul.primitive_desc(primitives.engine(), a, b, plus, y, Primitives.attributes(), false)
                : new matmul.primitive_desc(primitives.engine(), a, b, y, Primitives.attributes(), false);
            Kernel.Argument left = argument(dnnl.DNNL_ARG_SRC, a);
            Kernel.Argument right = argument(dnnl.DNNL_ARG_WEIGHTS, b);
            Kernel.Argument to = argument(dnnl.DNNL_ARG_DST, y);
            String name = "matmul by " + Primitives.implementation(d);
            return bias
                ? primitives.kernel(name, new matmul(d), left, right, to, argument(dnnl.DNNL_ARG_BIAS, plus))
                : primitives.kernel(name, new matmul(d), left, right, to);
        });
    }

    /** A matrix of this many rows and columns, which lies column by column if it is the transpose of what is stored. */
    private static memory.desc matrix(int rows, int columns, boolean transposed) {
        return Descriptor.of(new long[] {rows, columns}, transposed ? memory.format_tag.ba : memory.format_tag.ab);
    }
}
