package org.convbook.chart;

import java.util.stream.IntStream;

/**
 * One named line of a chart: a value y[i] at each place x[i]. A value that is NaN or infinite is left out of the line.
 * Arrays of different length are an {@link IllegalArgumentException}.
 */
public record Curve(String name, double[] x, double[] y) {
    public Curve {
        if (x.length != y.length)
            throw new IllegalArgumentException("Curve " + name + ": " + x.length + " places but " + y.length + " values");
        x = x.clone();
        y = y.clone();
    }

    /** The values at 1, 2, 3, …: one a step or an epoch. */
    public static Curve of(String name, double... y) {
        return new Curve(name, IntStream.rangeClosed(1, y.length).asDoubleStream().toArray(), y);
    }
}
