package org.convbook.chart;

import java.util.Arrays;
import java.util.Locale;

/** How numbers are written for people: always with a decimal point, never with more digits than say something. */
public final class Numbers {
    private static final double TINY = 1e-4;
    private static final double HUGE = 1e7;
    private static final int GROUPED_FROM = 10_000;
    private static final int DIGITS = 4;

    private Numbers() {}

    /** Four significant digits: 0.9876, 12.35, 61706; scientific below 0.0001 and from 10 000 000 on unless whole. */
    public static String format(double v) {
        return formatAll(v)[0];
    }

    /** The values with one common number of decimals, so that they line up in a column. */
    public static String[] formatAll(double... values) {
        double max = Arrays.stream(values).filter(Double::isFinite).map(Math::abs).max().orElse(0);
        boolean whole = Arrays.stream(values).filter(Double::isFinite).allMatch(v -> v == Math.rint(v)) && max < 1e15;
        boolean scientific = !whole && (max < TINY || max >= HUGE);
        String pattern = scientific ? "%.3e" : "%." + (whole ? 0 : decimals(values, max)) + "f";
        return Arrays.stream(values).mapToObj(v -> one(pattern, v)).toArray(String[]::new);
    }

    /** A whole number; from 10 000 on its digits stand in groups of three, parted by {@code gap}. */
    public static String grouped(long v, String gap) {
        String digits = Long.toString(v);
        if (Math.abs((double) v) < GROUPED_FROM) return digits;
        int first = v < 0 ? 1 : 0;
        StringBuilder s = new StringBuilder(digits);
        for (int i = digits.length() - 3; i > first; i -= 3) s.insert(i, gap);
        return s.toString();
    }

    /** A share of one as a percentage with one decimal: 0.9876 is 98.8 %. */
    public static String percent(double share) {
        return Double.isNaN(share) ? "n/a" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String one(String pattern, double v) {
        if (Double.isNaN(v)) return "NaN";
        if (Double.isInfinite(v)) return v > 0 ? "∞" : "-∞";
        String s = String.format(Locale.ROOT, pattern, v);
        return s.matches("-0(\\.0*)?") ? s.substring(1) : s;
    }

    private static int decimals(double[] values, double max) {
        int most = Math.max(1, Math.min(7, DIGITS - 1 - (int) Math.floor(Math.log10(max))));
        if (max < 1) most = Math.min(most, 7);
        int d = 1;
        while (d < most && !exactAt(values, d)) d++;
        return d;
    }

    private static boolean exactAt(double[] values, int d) {
        double scale = Math.pow(10, d);
        return Arrays.stream(values).filter(Double::isFinite)
            .allMatch(v -> Math.abs(v * scale - Math.rint(v * scale)) < 1e-4);           // floats carry noise in the 7th digit
    }
}
