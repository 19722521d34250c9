package org.convbook.lab;

import java.util.Arrays;

import org.convbook.chart.Curve;

/** A curve of any length in a few hundred points: when it is full, neighbours are averaged, so it stays even over its whole length. */
final class Trace {
    private static final int MOST = 600;

    private final double[] xs = new double[MOST];
    private final double[] ys = new double[MOST];
    private int size;
    private int stride = 1;
    private int inLast;

    /** One more value at a place right of all before. */
    void add(double x, double y) {
        if (inLast == stride || size == 0) open();
        int last = size - 1;
        inLast++;
        xs[last] += (x - xs[last]) / inLast;
        ys[last] += (y - ys[last]) / inLast;
    }

    Curve curve(String name) {
        return new Curve(name, Arrays.copyOf(xs, size), Arrays.copyOf(ys, size));
    }

    int size() {
        return size;
    }

    private void open() {
        if (size == MOST) halve();
        xs[size] = 0;
        ys[size] = 0;
        size++;
        inLast = 0;
    }

    private void halve() {
        size /= 2;
        stride *= 2;
        for (int i = 0; i < size; i++) {
            xs[i] = (xs[2 * i] + xs[2 * i + 1]) / 2;
            ys[i] = (ys[2 * i] + ys[2 * i + 1]) / 2;
        }
    }
}
