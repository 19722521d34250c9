package org.convbook.cnn.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.convbook.cnn.Tolerance;
import org.junit.jupiter.api.Test;

/** Operations value by value. */
public interface ElementwiseContract extends ContractPart {
    /** Shapes of every rank, with odd sizes and sizes of 1. */
    List<Shape> SHAPES = List.of(Shape.of(), Shape.of(1), Shape.of(7), Shape.of(3, 5), Shape.of(1, 17), Shape.of(2, 3, 4), Shape.of(2, 3, 5, 7),
        Shape.of(1, 1, 1, 1), Shape.of(3, 16, 4, 4), Shape.of(2, 2, 2, 2, 3));

    private static double function(UnaryOp op, double x) {
        return switch (op) {
            case TANH -> (Math.exp(2 * x) - 1) / (Math.exp(2 * x) + 1);
            case RELU -> x > 0 ? x : 0;
            case SIGMOID -> Math.exp(x) / (1 + Math.exp(x));
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case SQRT -> Math.sqrt(x);
            case SQUARE -> x * x;
            case ABS -> x < 0 ? -x : x;
            case RECIPROCAL -> 1 / x;
            case SOFTPLUS -> Math.log(1 + Math.exp(x));
            case STEP -> x > 0 ? 1 : 0;
        };
    }

    private static double derivative(UnaryOp op, double x) {
        return switch (op) {
            case TANH -> 1 / (Math.cosh(x) * Math.cosh(x));
            case RELU, STEP -> op == UnaryOp.RELU && x > 0 ? 1 : 0;
            case SIGMOID -> 1 / (2 + Math.exp(x) + Math.exp(-x));
            case EXP -> Math.exp(x);
            case LOG -> 1 / x;
            case SQRT -> 0.5 / Math.sqrt(x);
            case SQUARE -> 2 * x;
            case ABS -> x > 0 ? 1 : x < 0 ? -1 : 0;
            case RECIPROCAL -> -1 / (x * x);
            case SOFTPLUS -> 1 / (1 + Math.exp(-x));
        };
    }

    /** Values in the domain of a function, away from its poles. */
    private static Values arguments(UnaryOp op, Random rng, Shape shape) {
        boolean positive = op == UnaryOp.LOG || op == UnaryOp.SQRT || op == UnaryOp.RECIPROCAL;
        return Values.of(shape, i -> (float) (positive ? 0.2 + 3 * rng.nextDouble() : 2 * rng.nextGaussian()));
    }

    @Test
    default void unaryFunctionsAndTheirGradientsFollowTheFormulas() {
        Random rng = random();
        for (UnaryOp op : UnaryOp.values()) {
            for (Shape shape : SHAPES) {
                Values x = arguments(op, rng, shape);
                Values dy = Values.normal(rng, shape.sizes());
                Buffer xBuffer = put(rng, x);
                Buffer y = backend().unary(op, xBuffer);
                check(Values.of(shape, i -> function(op, x.at(i))), y, op + " " + shape);
                check(Values.of(shape, i -> dy.at(i) * derivative(op, x.at(i))), backend().unaryGradient(op, put(rng, dy), xBuffer, y),
                    op + " gradient " + shape);
                check(x, xBuffer, op + " leaves its argument alone");
            }
        }
    }

    private static double function(ParametricOp op, double alpha, double x) {
        return switch (op) {
            case LEAKY_RELU -> x > 0 ? x : alpha * x;
            case ELU -> x > 0 ? x : alpha * (Math.exp(x) - 1);
        };
    }

    private static double derivative(ParametricOp op, double alpha, double x) {
        return switch (op) {
            case LEAKY_RELU -> x > 0 ? 1 : alpha;
            case ELU -> x > 0 ? 1 : alpha * Math.exp(x);
        };
    }

    @Test
    default void parametricFunctionsAndTheirGradientsFollowTheFormulas() {
        Random rng = random();
        for (ParametricOp op : ParametricOp.values()) {
            for (double alpha : new double[] {0, 0.01, 0.25, 1, 1.5}) {
                for (Shape shape : SHAPES) {
                    Values x = Values.of(shape, i -> rng.nextInt(9) == 0 ? 0 : (float) (2 * rng.nextGaussian()));
                    Values dy = Values.normal(rng, shape.sizes());
                    Buffer xBuffer = put(rng, x);
                    Buffer y = backend().parametric(op, alpha, xBuffer);
                    check(Values.of(shape, i -> function(op, alpha, x.at(i))), y, op + " " + alpha + " " + shape);
                    check(Values.of(shape, i -> dy.at(i) * derivative(op, alpha, x.at(i))),
                        backend().parametricGradient(op, alpha, put(rng, dy), xBuffer, y), op + " " + alpha + " gradient " + shape);
                }
            }
        }
    }

    @Test
    default void softplusNeitherOverflowsNorVanishes() {
        Buffer y = backend().unary(UnaryOp.SOFTPLUS, Values.of(new double[] {0, 200, -200, 1000, -1000, 20, -8}, 7).on(backend()));
        check(Values.of(new double[] {Math.log(2), 200, 0, 1000, 0, 20 + Math.log1p(Math.exp(-20)), Math.log1p(Math.exp(-8))}, 7), y, "softplus");
    }

    @Test
    default void unaryFunctionsKeepTheirValuesAtTheEdges() {
        Buffer x = Values.of(new double[] {0, -0.0, 100, -100, 1e-30}, 5).on(backend());
        check(Values.of(new double[] {0, 0, 1, -1, 0}, 5), backend().unary(UnaryOp.TANH, x), "tanh");
        check(Values.of(new double[] {0.5, 0.5, 1, 0, 0.5}, 5), backend().unary(UnaryOp.SIGMOID, x), "sigmoid");
        check(Values.of(new double[] {0, 0, 1, 0, 1}, 5), backend().unary(UnaryOp.STEP, x), "step");
        Buffer ones = backend().fill(Shape.of(5), 1);
        check(Values.of(new double[] {0, 0, 1, 0, 1}, 5), backend().unaryGradient(UnaryOp.RELU, ones, x, backend().unary(UnaryOp.RELU, x)),
            "the gradient of relu is 0 at 0");
    }

    @Test
    default void sigmoidOfALargeNegativeNumberKeepsItsDigits() {
        float y = backend().download(backend().unary(UnaryOp.SIGMOID, Values.of(new double[] {-40}, 1).on(backend())))[0];
        assertEquals(Math.exp(-40), y, 1e-5 * Math.exp(-40));
    }

    @Test
    default void reluKeepsNotANumber() {
        Values x = Values.of(new double[] {Double.NaN, 1, -1, Double.NaN}, 2, 2);
        check(Values.of(new double[] {Double.NaN, 1, 0, Double.NaN}, 2, 2), backend().unary(UnaryOp.RELU, x.on(backend())), "relu");
    }

    @Test
    default void maximaKeepNotANumber() {
        Values x = Values.of(new double[] {Double.NaN, 1, -1, Double.NaN}, 2, 2);
        Buffer zeros = backend().fill(Shape.of(2, 2), 0);
        double nan = Double.NaN;
        check(Values.of(new double[] {nan, 1, 0, nan}, 2, 2), backend().binary(BinaryOp.MAX, x.on(backend()), zeros), "max");
        check(Values.of(new double[] {nan, 1, 0, nan}, 2, 2), backend().binary(BinaryOp.MAX, zeros, x.on(backend())), "max, turned round");
        check(Values.of(new double[] {nan}, 1, 1), backend().reduce(ReduceOp.MAX, x.on(backend()), Shape.of(1, 1)), "largest");
    }

    @Test
    default void notANumberStaysVisible() {
        Values x = Values.of(new double[] {Double.NaN, 1, -1, Double.NaN}, 2, 2);
        for (UnaryOp op : List.of(UnaryOp.TANH, UnaryOp.SIGMOID, UnaryOp.EXP, UnaryOp.SQUARE, UnaryOp.ABS)) {
            check(Values.of(x.shape(), i -> x.at(i) != x.at(i) ? Double.NaN : function(op, x.at(i))), backend().unary(op, x.on(backend())), op);
        }
    }

    @Test
    default void affineScalesAndShifts() {
        Random rng = random();
        for (Shape shape : SHAPES) {
            for (double[] s : new double[][] {{2.5, -0.5}, {0, 3}, {-1, 0}, {1, 0}}) {
                Values x = Values.normal(rng, shape.sizes());
                check(Values.of(shape, i -> s[0] * x.at(i) + s[1]), backend().affine(put(rng, x), s[0], s[1]), "affine " + shape);
            }
        }
    }

    @Test
    default void binaryFunctionsRepeatSizesOfOneInEveryPosition() {
        Random rng = random();
        for (int[] full : new int[][] {{5}, {3, 4}, {2, 3, 4}, {2, 3, 4, 5}, {2, 16, 3, 3}}) {
            for (int ones = 0; ones < 1 << full.length; ones++) {
                for (int dropped = 0; dropped <= Integer.numberOfTrailingZeros(ones | 1 << full.length); dropped++) {
                    Values a = Values.normal(rng, full);
                    Values b = Values.normal(rng, thinned(full, ones, dropped));
                    for (BinaryOp op : BinaryOp.values()) checkBinary(op, rng, a, b);
                }
            }
        }
    }

    /** The sizes with 1 in the axes of a bit set, without the first few axes. */
    private static int[] thinned(int[] full, int ones, int dropped) {
        int[] s = new int[full.length - dropped];
        for (int i = 0; i < s.length; i++) s[i] = (ones >> i + dropped & 1) == 1 ? 1 : full[i + dropped];
        return s;
    }

    private void checkBinary(BinaryOp op, Random rng, Values a, Values smaller) {
        Values b = arguments(op, smaller);
        Values c = arguments(op, a);
        Shape to = a.shape();
        check(Values.of(to, i -> function(op, c.at(i), b.repeated(i))), backend().binary(op, put(rng, c), put(rng, b)), op + " " + to + b.shape());
        check(Values.of(to, i -> function(op, b.repeated(i), c.at(i))), backend().binary(op, put(rng, b), put(rng, c)), op + " " + b.shape() + to);
    }

    /** Away from 0 for the quotient, often equal for the comparison. */
    private static Values arguments(BinaryOp op, Values x) {
        if (op == BinaryOp.DIV) return Values.of(x.shape(), i -> (float) (x.at(i) + 2 * Math.signum(x.at(i))));
        return op == BinaryOp.EQUAL ? Values.of(x.shape(), i -> Math.rint(x.at(i))) : x;
    }

    private static double function(BinaryOp op, double a, double b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MAX -> a > b ? a : b;
            case EQUAL -> a == b ? 1 : 0;
        };
    }

    @Test
    default void binaryFunctionsRepeatBothArgumentsAtOnce() {
        Random rng = random();
        Values a = Values.normal(rng, 2, 1, 4, 1);
        Values b = Values.normal(rng, 3, 1, 5);
        check(Values.of(Shape.of(2, 3, 4, 5), i -> a.repeated(i) - b.repeated(i)),
            backend().binary(BinaryOp.SUB, put(rng, a), put(rng, b)), "[2, 1, 4, 1] - [3, 1, 5]");
        Buffer same = put(rng, a);
        check(Values.of(a.shape(), i -> 2 * a.at(i)), backend().binary(BinaryOp.ADD, same, same), "a + a");
    }

    @Test
    default void bernoulliDrawsTheNumbersOfItsStream() {
        RandomStream stream = new RandomStream(42);
        for (long step : new long[] {0, 1, 1L << 33}) {
            stream.step(step);
            for (Shape shape : SHAPES) {
                float[] uniform = new float[shape.count()];
                stream.uniform(3, 0, uniform);
                float[] expected = new float[uniform.length];
                for (int i = 0; i < uniform.length; i++) expected[i] = uniform[i] < 0.3 ? 1 : 0;
                assertArrayEquals(expected, backend().download(backend().bernoulli(stream, 3, 0.3, shape)), "step " + step + " " + shape);
            }
        }
        double sum = 0;
        for (float v : backend().download(backend().bernoulli(stream, 0, 0.3, Shape.of(20_000)))) sum += v;
        assertEquals(0.3, sum / 20_000, Tolerance.SAMPLE_MEAN);
        check(Values.of(Shape.of(5, 2), i -> 1), backend().bernoulli(stream, 0, 1, Shape.of(5, 2)), "certain");
        check(Values.of(Shape.of(5, 2), i -> 0), backend().bernoulli(stream, 0, 0, Shape.of(5, 2)), "impossible");
    }
}
