package org.convbook.cnn.classic;

/**
 * What a node of a computation graph does with one or two numbers. Under each formula stand its derivatives by the operands a and b; y is the
 * result. Where two numbers are equal, the maximum passes the gradient to the first; ReLU has the derivative 0 at 0.
 */
public enum ScalarOp {
    /** a + b. */
    ADD("+", 2) {
        @Override double value(double a, double b) { return a + b; }
        @Override double derivative(int by, double a, double b, double y) { return 1; }
        @Override String rule(int by, String a, String b, String y) { return "1"; }
    },
    /** a − b. */
    SUB("−", 2) {
        @Override double value(double a, double b) { return a - b; }
        @Override double derivative(int by, double a, double b, double y) { return by == 0 ? 1 : -1; }
        @Override String rule(int by, String a, String b, String y) { return by == 0 ? "1" : "−1"; }
    },
    /** a · b. */
    MUL("×", 2) {
        @Override double value(double a, double b) { return a * b; }
        @Override double derivative(int by, double a, double b, double y) { return by == 0 ? b : a; }
        @Override String rule(int by, String a, String b, String y) { return by == 0 ? b : a; }
    },
    /** a / b. */
    DIV("÷", 2) {
        @Override double value(double a, double b) { return a / b; }
        @Override double derivative(int by, double a, double b, double y) { return by == 0 ? 1 / b : -a / (b * b); }
        @Override String rule(int by, String a, String b, String y) { return by == 0 ? "1/" + b : "−" + a + "/" + b + "²"; }
    },
    /** The larger of a and b. */
    MAX("max", 2) {
        @Override double value(double a, double b) { return Math.max(a, b); }
        @Override double derivative(int by, double a, double b, double y) { return (by == 0) == (a >= b) ? 1 : 0; }
        @Override String rule(int by, String a, String b, String y) { return "1 if " + (by == 0 ? a : b) + " is the larger, else 0"; }
    },
    /** −a. */
    NEG("−", 1) {
        @Override double value(double a, double b) { return -a; }
        @Override double derivative(int by, double a, double b, double y) { return -1; }
        @Override String rule(int by, String a, String b, String y) { return "−1"; }
    },
    /** a². */
    SQUARE("x²", 1) {
        @Override double value(double a, double b) { return a * a; }
        @Override double derivative(int by, double a, double b, double y) { return 2 * a; }
        @Override String rule(int by, String a, String b, String y) { return "2·" + a; }
    },
    /** 1/a. */
    RECIPROCAL("1/x", 1) {
        @Override double value(double a, double b) { return 1 / a; }
        @Override double derivative(int by, double a, double b, double y) { return -1 / (a * a); }
        @Override String rule(int by, String a, String b, String y) { return "−1/" + a + "²"; }
    },
    /** e to the power of a. */
    EXP("exp", 1) {
        @Override double value(double a, double b) { return Math.exp(a); }
        @Override double derivative(int by, double a, double b, double y) { return y; }
        @Override String rule(int by, String a, String b, String y) { return y; }
    },
    /** The natural logarithm of a. */
    LOG("log", 1) {
        @Override double value(double a, double b) { return Math.log(a); }
        @Override double derivative(int by, double a, double b, double y) { return 1 / a; }
        @Override String rule(int by, String a, String b, String y) { return "1/" + a; }
    },
    /** 1/(1 + e⁻ᵃ). */
    SIGMOID("σ", 1) {
        @Override double value(double a, double b) { return a >= 0 ? 1 / (1 + Math.exp(-a)) : Math.exp(a) / (1 + Math.exp(a)); }
        @Override double derivative(int by, double a, double b, double y) { return y * (1 - y); }
        @Override String rule(int by, String a, String b, String y) { return y + "·(1 − " + y + ")"; }
    },
    /** The hyperbolic tangent of a. */
    TANH("tanh", 1) {
        @Override double value(double a, double b) { return Math.tanh(a); }
        @Override double derivative(int by, double a, double b, double y) { return 1 - y * y; }
        @Override String rule(int by, String a, String b, String y) { return "1 − " + y + "²"; }
    },
    /** a, or 0 where a is negative. */
    RELU("ReLU", 1) {
        @Override double value(double a, double b) { return Math.max(0, a); }
        @Override double derivative(int by, double a, double b, double y) { return a > 0 ? 1 : 0; }
        @Override String rule(int by, String a, String b, String y) { return "1 if " + a + " is above 0, else 0"; }
    };

    private final String symbol;
    private final int operands;

    ScalarOp(String symbol, int operands) {
        this.symbol = symbol;
        this.operands = operands;
    }

    /** What stands in the node. */
    public String symbol() {
        return symbol;
    }

    /** One or two. */
    public int operands() {
        return operands;
    }

    /** The result; with one operand b is not looked at. */
    abstract double value(double a, double b);

    /** The derivative by operand 0 or 1, where the result is y. */
    abstract double derivative(int by, double a, double b, double y);

    /** The derivative as a formula of the names. */
    abstract String rule(int by, String a, String b, String y);
}
