package org.convbook.cnn.backend.java;

import org.convbook.cnn.backend.BinaryOp;
import org.convbook.cnn.backend.ParametricOp;
import org.convbook.cnn.backend.UnaryOp;

/** Elementwise loops. */
final class ElementLoops {
    private ElementLoops() {}

    private static double apply(UnaryOp op, double x) {
        return switch (op) {
            case TANH -> Math.tanh(x);
            case RELU -> x > 0 || x != x ? x : 0;   // NaN stays visible
            case SIGMOID -> x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));   // no overflow, no cancellation
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case SQRT -> Math.sqrt(x);
            case SQUARE -> x * x;
            case ABS -> Math.abs(x);
            case RECIPROCAL -> 1 / x;
            case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
            case STEP -> x > 0 ? 1 : 0;
        };
    }

    private static double derivative(UnaryOp op, double x, double y) {
        return switch (op) {
            case TANH -> 1 - y * y;
            case RELU -> x > 0 ? 1 : 0;
            case SIGMOID -> y * (1 - y);
            case EXP -> y;
            case LOG -> 1 / x;
            case SQRT -> 1 / (2 * y);
            case SQUARE -> 2 * x;
            case ABS -> Math.signum(x);
            case RECIPROCAL -> -y * y;
            case SOFTPLUS -> apply(UnaryOp.SIGMOID, x);
            case STEP -> 0;
        };
    }

    private static double apply(BinaryOp op, double a, double b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MAX -> Math.max(a, b);
            case EQUAL -> a == b ? 1 : 0;
        };
    }

    private static double apply(ParametricOp op, double alpha, double x) {
        if (x > 0) return x;
        return switch (op) {
            case LEAKY_RELU -> alpha * x;
            case ELU -> alpha * Math.expm1(x);
        };
    }

    private static double derivative(ParametricOp op, double alpha, double x, double y) {
        if (x > 0) return 1;
        return switch (op) {
            case LEAKY_RELU -> alpha;
            case ELU -> y + alpha;
        };
    }

    static void parametric(ParametricOp op, double alpha, double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) y[i] = apply(op, alpha, x[i]);
    }

    static void parametricGradient(ParametricOp op, double alpha, double[] dy, double[] x, double[] y, double[] dx) {
        for (int i = 0; i < dx.length; i++) dx[i] = dy[i] * derivative(op, alpha, x[i], y[i]);
    }

    static void unary(UnaryOp op, double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) y[i] = apply(op, x[i]);
    }

    static void unaryGradient(UnaryOp op, double[] dy, double[] x, double[] y, double[] dx) {
        for (int i = 0; i < dx.length; i++) dx[i] = dy[i] * derivative(op, x[i], y[i]);
    }

    static void affine(double[] x, double scale, double shift, double[] y) {
        for (int i = 0; i < y.length; i++) y[i] = scale * x[i] + shift;
    }

    static void binary(BinaryOp op, double[] a, double[] b, double[] y) {
        for (int i = 0; i < y.length; i++) y[i] = apply(op, a[i], b[i]);
    }
}
