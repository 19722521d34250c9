package org.convbook.cnn.classic;

import java.util.List;
import java.util.Objects;

/**
 * A number that remembers how it was computed: an input, or an operation on other numbers. Immutable.
 * <pre>
 * var x = Scalar.of("x", -2);
 * var y = Scalar.of("y", 5);
 * var z = Scalar.of("z", -4);
 * var q = x.add(y).named("q");
 * var f = q.mul(z).named("f");
 * ComputationGraph.of(f).gradient(x)      // -4.0
 * </pre>
 */
public final class Scalar {
    private final String name;
    private final ScalarOp op;
    private final List<Scalar> operands;
    private final double value;

    private Scalar(String name, ScalarOp op, List<Scalar> operands, double value) {
        this.name = name;
        this.op = op;
        this.operands = operands;
        this.value = value;
    }

    /** An input with a name. */
    public static Scalar of(String name, double value) {
        return new Scalar(Objects.requireNonNull(name, "the name of an input"), null, List.of(), value);
    }

    /** A constant; nothing asks for its gradient. */
    public static Scalar of(double value) {
        return new Scalar("", null, List.of(), value);
    }

    /** The same number under a name; give it before the number is used further. */
    public Scalar named(String name) {
        return new Scalar(name, op, operands, value);
    }

    /** Adds b. */
    public Scalar add(Scalar b) { return of(ScalarOp.ADD, this, b); }

    /** Adds a constant. */
    public Scalar add(double b) { return add(of(b)); }

    /** Subtracts b. */
    public Scalar sub(Scalar b) { return of(ScalarOp.SUB, this, b); }

    /** Subtracts a constant. */
    public Scalar sub(double b) { return sub(of(b)); }

    /** Multiplies by b. */
    public Scalar mul(Scalar b) { return of(ScalarOp.MUL, this, b); }

    /** Multiplies by a constant. */
    public Scalar mul(double b) { return mul(of(b)); }

    /** Divides by b. */
    public Scalar div(Scalar b) { return of(ScalarOp.DIV, this, b); }

    /** The larger of this and b. */
    public Scalar max(Scalar b) { return of(ScalarOp.MAX, this, b); }

    /** The negative. */
    public Scalar neg() { return of(ScalarOp.NEG, this); }

    /** The square. */
    public Scalar square() { return of(ScalarOp.SQUARE, this); }

    /** One over this. */
    public Scalar reciprocal() { return of(ScalarOp.RECIPROCAL, this); }

    /** e to the power of this. */
    public Scalar exp() { return of(ScalarOp.EXP, this); }

    /** The natural logarithm. */
    public Scalar log() { return of(ScalarOp.LOG, this); }

    /** The sigmoid, 1/(1 + e⁻ˣ). */
    public Scalar sigmoid() { return of(ScalarOp.SIGMOID, this); }

    /** The hyperbolic tangent. */
    public Scalar tanh() { return of(ScalarOp.TANH, this); }

    /** This, or 0 where it is negative. */
    public Scalar relu() { return of(ScalarOp.RELU, this); }

    /** The number. */
    public double value() {
        return value;
    }

    /** The name, empty where there is none. */
    public String name() {
        return name;
    }

    /** What computed it; null for an input or a constant. */
    public ScalarOp op() {
        return op;
    }

    /** What it was computed from. */
    public List<Scalar> operands() {
        return operands;
    }

    /** Whether it is an input: a number with a name that nothing computed. */
    public boolean isInput() {
        return op == null && !name.isEmpty();
    }

    /** For example {@code q = 3.0}. */
    @Override
    public String toString() {
        return name.isEmpty() ? Double.toString(value) : name + " = " + value;
    }

    private static Scalar of(ScalarOp op, Scalar... operands) {
        double b = operands.length > 1 ? operands[1].value : 0;
        return new Scalar("", op, List.of(operands), op.value(operands[0].value, b));
    }
}
