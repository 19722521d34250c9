package org.convbook.lab;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.convbook.cnn.backend.WindowAxis;

/**
 * The numbers of a convolution as a matrix product.
 *
 * @param x      the image, [1, C, H, W]
 * @param image  its sizes
 * @param w      the filters, [K, C, kH, kW]
 * @param filter their sizes
 * @param down   the window along rows
 * @param across the window along columns
 * @param out    how many windows there are down and across
 */
record ColumnScene(float[] x, int[] image, float[] w, int[] filter, WindowAxis down, WindowAxis across, int[] out) {
    int windows() {
        return out[0] * out[1];
    }

    int rows() {
        return filter[1] * filter[2] * filter[3];
    }

    /** The pixel under a weight of a window: 0 in the padding. */
    double value(int row, int window) {
        int r = down.pixel(window / out[1], row / filter[3] % filter[2]), c = across.pixel(window % out[1], row % filter[3]);
        if (r < 0 || r >= image[2] || c < 0 || c >= image[3]) return 0;
        return x[(row / (filter[2] * filter[3]) * image[2] + r) * image[3] + c];
    }

    double[][] columns() {
        return grid(rows(), windows(), this::value);
    }

    double[][] filters() {
        return grid(filter[0], rows(), (k, r) -> w[k * rows() + r]);
    }

    double[][] output() {
        double[][] a = filters(), b = columns();
        return grid(filter[0], windows(), (k, p) -> IntStream.range(0, rows()).mapToDouble(r -> a[k][r] * b[r][p]).sum());
    }

    double[][] plane(int channel) {
        return grid(image[2], image[3], (r, c) -> x[(channel * image[2] + r) * image[3] + c]);
    }

    private interface Entry {
        double at(int row, int column);
    }

    private static double[][] grid(int rows, int columns, Entry entry) {
        return IntStream.range(0, rows).mapToObj(r -> IntStream.range(0, columns).mapToDouble(c -> entry.at(r, c)).toArray())
            .toArray(double[][]::new);
    }

    /** What the first filter makes of a window, in numbers. */
    String sum(int window) {
        double[] a = filters()[0];
        String terms = IntStream.range(0, rows()).filter(r -> a[r] != 0 && value(r, window) != 0)
            .mapToObj(r -> Cells.factor(a[r]) + "·" + Cells.factor(value(r, window))).collect(Collectors.joining(" + "));
        return "row 0 · column " + window + " = " + (terms.isEmpty() ? "" : terms + " = ") + Cells.number(output()[0][window]);
    }
}
