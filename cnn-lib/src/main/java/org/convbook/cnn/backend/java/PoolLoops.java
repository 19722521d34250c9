package org.convbook.cnn.backend.java;

import java.util.Arrays;
import org.convbook.cnn.backend.PoolShape;
import org.convbook.cnn.backend.Shape;

/** Average and max pooling. */
final class PoolLoops {
    private PoolLoops() {}

    /** Called for each window: the index of its output and the pixels [top, bottom) × [left, right) of its input plane. */
    private interface Window {
        void visit(int y, int plane, int top, int bottom, int left, int right);
    }

    private static void windows(PoolShape s, Window window) {
        Shape in = s.input();
        Shape out = s.output();
        int planes = in.size(0) * in.size(1);
        for (int p = 0; p < planes; p++) {
            for (int i = 0; i < out.size(2); i++) {
                for (int j = 0; j < out.size(3); j++) {
                    int top = s.rows().pixel(i, 0);
                    int left = s.columns().pixel(j, 0);
                    window.visit((p * out.size(2) + i) * out.size(3) + j, p * in.size(2) * in.size(3),
                        Math.max(0, top), Math.min(in.size(2), top + s.rows().kernel()),
                        Math.max(0, left), Math.min(in.size(3), left + s.columns().kernel()));
                }
            }
        }
    }

    /** The divisor counts padding if asked to, but never what overhangs the padding (ceil mode). */
    private static double divisor(PoolShape s, int y, int valid) {
        if (!s.countPadding()) return valid;
        int j = y % s.output().size(3);
        int i = y / s.output().size(3) % s.output().size(2);
        int top = s.rows().pixel(i, 0);
        int left = s.columns().pixel(j, 0);
        int bottom = Math.min(top + s.rows().kernel(), s.input().size(2) + s.rows().after());
        int right = Math.min(left + s.columns().kernel(), s.input().size(3) + s.columns().after());
        return (double) (bottom - top) * (right - left);
    }

    static void average(PoolShape s, double[] x, double[] y) {
        int width = s.input().size(3);
        windows(s, (at, plane, top, bottom, left, right) -> {
            double sum = 0;
            for (int i = top; i < bottom; i++) for (int j = left; j < right; j++) sum += x[plane + i * width + j];
            y[at] = sum / divisor(s, at, (bottom - top) * (right - left));
        });
    }

    static void averageGradient(PoolShape s, double[] dy, double[] dx) {
        Arrays.fill(dx, 0);
        int width = s.input().size(3);
        windows(s, (at, plane, top, bottom, left, right) -> {
            double share = dy[at] / divisor(s, at, (bottom - top) * (right - left));
            for (int i = top; i < bottom; i++) for (int j = left; j < right; j++) dx[plane + i * width + j] += share;
        });
    }

    /** Ties go to the first maximum in row order; NaN wins, so that it stays visible. */
    static void maximum(PoolShape s, double[] x, double[] y, double[] switches) {
        int width = s.input().size(3);
        windows(s, (at, plane, top, bottom, left, right) -> {
            int best = plane + top * width + left;
            for (int i = top; i < bottom; i++) {
                for (int j = left; j < right; j++) {
                    int here = plane + i * width + j;
                    if (x[here] > x[best] || x[here] != x[here] && x[best] == x[best]) best = here;
                }
            }
            y[at] = x[best];
            switches[at] = best;
        });
    }

    static void at(double[] x, double[] switches, double[] y) {
        for (int i = 0; i < y.length; i++) y[i] = x[(int) switches[i]];
    }

    static void maximumGradient(PoolShape s, double[] dy, double[] switches, double[] dx) {
        Arrays.fill(dx, 0);
        for (int i = 0; i < dy.length; i++) dx[(int) switches[i]] += dy[i];
    }
}
