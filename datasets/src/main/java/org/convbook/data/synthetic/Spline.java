package org.convbook.data.synthetic;

/**
 * The smooth curve through given points (Catmull and Rom 1974), as a polyline.
 * Between p1 and p2, with neighbours p0 and p3: {@code ((2 p1) + (p2 - p0) t + (2 p0 - 5 p1 + 4 p2 - p3) t^2 + (3 p1 - p0 - 3 p2 + p3) t^3) / 2}.
 * At an end or a corner the neighbour beyond it is the point itself.
 */
final class Spline {
    private static final int STEPS = 7;

    private Spline() { }

    /** x0 y0 x1 y1 ... along the stroke, ends included. */
    static double[] polyline(Skeletons.Stroke stroke) {
        int n = stroke.size();
        int pieces = stroke.closed() ? n : n - 1;
        double[] line = new double[2 * (pieces * STEPS + 1)];
        line[0] = stroke.points()[0];
        line[1] = stroke.points()[1];
        int at = 2;
        for (int piece = 0; piece < pieces; piece++) {
            int p1 = piece;
            int p2 = (piece + 1) % n;
            int p0 = neighbour(stroke, p1, -1);
            int p3 = neighbour(stroke, p2, 1);
            for (int s = 1; s <= STEPS; s++) {
                double t = (double) s / STEPS;
                line[at++] = between(stroke.points(), 0, new int[] {p0, p1, p2, p3}, t);
                line[at++] = between(stroke.points(), 1, new int[] {p0, p1, p2, p3}, t);
            }
        }
        return line;
    }

    private static int neighbour(Skeletons.Stroke stroke, int point, int step) {
        if (stroke.corner()[point]) return point;
        int next = point + step;
        if (stroke.closed()) return Math.floorMod(next, stroke.size());
        return Math.min(stroke.size() - 1, Math.max(0, next));
    }

    private static double between(double[] points, int axis, int[] p, double t) {
        double a = points[2 * p[0] + axis];
        double b = points[2 * p[1] + axis];
        double c = points[2 * p[2] + axis];
        double d = points[2 * p[3] + axis];
        return 0.5 * (2 * b + t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * b - a - 3 * c + d))));
    }
}
