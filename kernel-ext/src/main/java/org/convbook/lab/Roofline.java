package org.convbook.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.tensor.Tensor;

/**
 * What limits a computation on a machine: how fast it computes, or how fast its memory is. Both are measured, by a large matrix product and by
 * a large copy.
 * <pre>
 * intensity = operations / bytes          attainable = min(peak, intensity · bandwidth)
 * Roofline.of(Backends.best()).point("ReLU", 1e6, 8e6, seconds)
 * </pre>
 * A point without operations, bytes or time is an {@link IllegalArgumentException}.
 *
 * @see <a href="https://doi.org/10.1145/1498765.1498785">Williams, Waterman &amp; Patterson 2009, roofline</a>
 */
public final class Roofline implements Drawn {
    private static final int SIDE = 768;
    private static final int VALUES = 1 << 23;
    private static final double GIGA = 1e9;

    /** One computation: operations for each byte, and billions of operations a second. */
    record Point(String name, double intensity, double gigaflops) {}

    private final String machine;
    private final double peak;
    private final double bandwidth;
    private final List<Point> points = new ArrayList<>();

    private Roofline(String machine, double peak, double bandwidth) {
        this.machine = machine;
        this.peak = peak;
        this.bandwidth = bandwidth;
    }

    /** Measures a backend: the product of two matrices of {@value #SIDE} x {@value #SIDE}, and reading and writing 32 MiB. */
    public static Roofline of(Backend backend) {
        Random rng = new Random(1);
        float[] values = new float[VALUES];
        for (int i = 0; i < values.length; i++) values[i] = rng.nextFloat();
        Tensor x = Tensor.of(backend, values, VALUES), a = Tensor.of(backend, Arrays.copyOf(values, SIDE * SIDE), SIDE, SIDE);
        double product = SpeedTable.seconds(backend, () -> a.matmul(a)), copy = SpeedTable.seconds(backend, () -> x.add(1));
        return of(backend.name(), 2.0 * SIDE * SIDE * SIDE / product / GIGA, 2.0 * Float.BYTES * VALUES / copy / GIGA);
    }

    /** A machine by its figures: billions of operations, and billions of bytes, a second. */
    static Roofline of(String machine, double peak, double bandwidth) {
        return new Roofline(machine, peak, bandwidth);
    }

    /** Adds a computation that was timed. */
    public Roofline point(String name, double operations, double bytes, double seconds) {
        if (!(operations > 0 && bytes > 0 && seconds > 0))
            throw new IllegalArgumentException("Roofline: operations, bytes and seconds must be above 0, got " + operations + ", " + bytes
                + " and " + seconds);
        points.add(new Point(name, operations / bytes, operations / seconds / GIGA));
        return this;
    }

    /** The fastest that was measured, in billions of operations a second. */
    public double peak() {
        return peak;
    }

    /** The memory's speed that was measured, in billions of bytes a second. */
    public double bandwidth() {
        return bandwidth;
    }

    /** From this many operations a byte on the arithmetic is the limit, below it the memory. */
    public double ridge() {
        return peak / bandwidth;
    }

    /** Billions of operations a second that can be reached with so many operations a byte. */
    public double attainable(double intensity) {
        return Math.min(peak, intensity * bandwidth);
    }

    @Override public Figure figure() {
        return new RooflineDrawing(this, machine, List.copyOf(points)).figure();
    }

    /** The two limits, and each point with its share of what can be reached. */
    @Override public String toString() {
        return figure().text();
    }
}
