package org.convbook.cnn;

/** How far numbers may be apart, in one place, each with its reason. All are relative to the largest expected value, or to 1 if that is less. */
public final class Tolerance {
    /**
     * One operation in float32 against the same in double. float32 has 24 bits, 6e-8; sums here have up to some thousand terms in any
     * order, and vectorised exp and tanh are good to a few units in the last place.
     */
    public static final double FLOAT_OPERATION = 1e-5;

    /** Several operations in a row in float32. */
    public static final double FLOAT_CHAIN = 5e-5;

    /** A sum of more than 1e5 terms of one sign in float32, whose rounding errors add up. */
    public static final double FLOAT_LONG_SUM = 1e-3;

    /**
     * One operation in bfloat16, whose 8 bits are good to 4e-3: its arguments, where they have more bits, and its result are rounded, and what
     * follows a product is rounded again.
     */
    public static final double BF16_OPERATION = 1.5e-2;

    /** Several operations in a row in bfloat16. */
    public static final double BF16_CHAIN = 3e-2;

    /** As {@link #BF16_OPERATION} for half precision, whose 11 bits are good to 5e-4. */
    public static final double FP16_OPERATION = 2e-3;

    /** Several operations in a row in half precision. */
    public static final double FP16_CHAIN = 4e-3;

    /** One operation in float64, 53 bits or 1e-16, with sums of up to some thousand terms. */
    public static final double DOUBLE_OPERATION = 1e-12;

    /** Several operations in a row in float64. */
    public static final double DOUBLE_CHAIN = 1e-11;

    /** Step of central differences in float64: their error, about h² by truncation and 1e-16/h by rounding, is 1e-10 and 1e-11. */
    public static final double DIFFERENCE_STEP = 1e-5;

    /** A gradient in float64 against central differences with that step, relative to the larger of the two (smooth operations). */
    public static final double GRADIENT = 1e-6;

    /** What rounding of a loss of some tens, to 1e-16 relative, leaves of a difference divided by twice that step. */
    public static final double GRADIENT_ROUNDING = 1e-9;

    /** A value worked out by hand and printed with six digits. */
    public static final double SIX_DIGITS = 1.5e-6;

    /** float32 values that are exact in theory, after a few roundings. */
    public static final double FLOAT_ROUNDING = 1e-6;

    /** A mean over some ten thousand random draws of variance at most 1: four standard errors. */
    public static final double SAMPLE_MEAN = 0.04;

    private Tolerance() {}
}
