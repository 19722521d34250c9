package org.convbook.data;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Eigenvalues of a small symmetric matrix, largest first, and the unit eigenvectors as rows, each with its largest component positive.
 *
 * @see <a href="https://doi.org/10.1515/crll.1846.30.51">Jacobi 1846, whose rotations are used</a>
 */
record Eigen(double[] values, double[][] vectors) {
    private static final int SWEEPS = 50;              // each squares the error once it is small: ten would do

    static Eigen of(double[][] symmetric) {
        int n = symmetric.length;
        double[][] a = new double[n][];
        double[][] v = new double[n][n];
        for (int i = 0; i < n; i++) {
            a[i] = symmetric[i].clone();
            v[i][i] = 1;
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int p = 0; p < n; p++) for (int q = p + 1; q < n; q++) if (a[p][q] != 0) rotate(a, v, p, q);
        }
        int[] order = IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble(k -> -a[k][k])).mapToInt(k -> k).toArray();
        double[] values = new double[n];
        double[][] vectors = new double[n][];
        for (int k = 0; k < n; k++) {
            values[k] = a[order[k]][order[k]];
            vectors[k] = signed(v[order[k]]);
        }
        return new Eigen(values, vectors);
    }

    /** Turns the plane of p and q so that a[p][q] becomes 0; the rows of v turn along. */
    private static void rotate(double[][] a, double[][] v, int p, int q) {
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double cos = 1 / Math.sqrt(t * t + 1);
        double sin = t * cos;
        for (double[] row : a) {
            double x = row[p];
            row[p] = cos * x - sin * row[q];
            row[q] = sin * x + cos * row[q];
        }
        turn(a, p, q, cos, sin);
        turn(v, p, q, cos, sin);
        a[p][q] = 0;
        a[q][p] = 0;
    }

    private static void turn(double[][] rows, int p, int q, double cos, double sin) {
        for (int k = 0; k < rows.length; k++) {
            double x = rows[p][k];
            rows[p][k] = cos * x - sin * rows[q][k];
            rows[q][k] = sin * x + cos * rows[q][k];
        }
    }

    private static double[] signed(double[] vector) {
        int largest = 0;
        for (int k = 1; k < vector.length; k++) if (Math.abs(vector[k]) > Math.abs(vector[largest])) largest = k;
        double sign = vector[largest] < 0 ? -1 : 1;
        double[] signed = new double[vector.length];
        for (int k = 0; k < signed.length; k++) signed[k] = sign * vector[k];
        return signed;
    }
}
