package org.convbook.lab;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.convbook.chart.Figure;
import org.convbook.chart.Palette;
import org.convbook.chart.Pen;

/** A convolution as a matrix product: the image above the filters' rows, the columns beside it above the output. */
final class ColumnDrawing {
    private static final int EDGE = 16;
    private static final int HEAD = 52;
    private static final int GAP = 56;
    private static final int CAPTION = 22;
    private static final int WIDTH = 860;
    private static final double LARGEST = 30;
    private static final Font TITLE = Palette.bold(14);
    private static final Font SMALL = Palette.font(12);
    private static final Font LINE = Palette.font(14);

    private final ColumnScene scene;
    private final int window;
    private final double size;
    private final double left;
    private final double right;
    private final double upper;
    private final double lower;
    private final int width;
    private final int height;

    private ColumnDrawing(ColumnScene scene, int window) {
        this.scene = scene;
        this.window = window;
        int planes = scene.image()[1], wide = Math.max(scene.rows(), planes * (scene.image()[3] + 1) - 1);
        size = Math.min(LARGEST, Math.floor((WIDTH - 2.0 * EDGE - GAP) / (wide + scene.windows())));
        left = EDGE;
        right = EDGE + wide * size + GAP;
        upper = HEAD + CAPTION;
        lower = upper + Math.max(scene.rows(), scene.image()[2]) * size + 18 + CAPTION;
        width = (int) Math.max(560, Math.ceil(right + scene.windows() * size + EDGE));
        height = (int) Math.ceil(lower + scene.filter()[0] * size + 22 + 22 * words().size());
    }

    static Figure of(ColumnScene scene, int window) {
        ColumnDrawing drawing = new ColumnDrawing(scene, window);
        return Figure.of(drawing.width, drawing.height, drawing.text(), drawing::draw);
    }

    private String title() {
        int rows = scene.rows();
        return "A convolution as a matrix product: [" + scene.filter()[0] + ", " + rows + "] · [" + rows + ", " + scene.windows() + "]";
    }

    private String text() {
        String matrix = Arrays.stream(scene.columns())
            .map(row -> Arrays.stream(row).mapToObj(Cells::number).collect(Collectors.joining(" ", "\n    ", ""))).collect(Collectors.joining());
        return title() + "\n  window " + window + " of " + scene.windows() + " becomes column " + window + "\n  " + scene.sum(window)
            + "\n  columns" + matrix;
    }

    private List<String> words() {
        List<String> lines = Cells.wrapped(scene.sum(window), LINE, Math.max(560, right + scene.windows() * size) - 2 * EDGE);
        return lines.subList(0, Math.min(2, lines.size()));
    }

    private void draw(Graphics2D g) {
        Cells cells = new Cells(g, size);
        cells.pen.left(title(), EDGE, 24, TITLE, Palette.INK);
        cells.pen.left("window " + window + " of the image becomes column " + window + " of the matrix", EDGE, 42, SMALL, Palette.SOFT_INK);
        image(cells);
        matrix(cells, right, upper, scene.columns(), "columns: one for each window");
        matrix(cells, left, lower, scene.filters(), "filters: one row each");
        matrix(cells, right, lower, scene.output(), "output = filters · columns");
        int k = scene.filter()[0];
        cells.mark(right + window * size, upper, size, scene.rows() * size, Cells.MARK, 3);
        cells.mark(right + window * size, lower, size, k * size, Cells.MARK, 3);
        cells.mark(left, lower, scene.rows() * size, size, Palette.series(0), 2.5);
        cells.pen.centre("·", (left + scene.rows() * size + right) / 2, lower + size * k / 2.0 + 8, Palette.font(24), Palette.SOFT_INK);
        cells.arrow(imageEnd() + 8, upper + scene.image()[2] * size / 2, right - 8, upper + scene.image()[2] * size / 2, Cells.MARK, 1.6);
        double y = lower + k * size + 30;
        for (String line : words()) {
            cells.pen.left(line, EDGE, y, LINE, Palette.INK);
            y += 22;
        }
    }

    private double imageEnd() {
        return left + (scene.image()[1] * (scene.image()[3] + 1) - 1) * size;
    }

    private void image(Cells cells) {
        int[] shape = scene.image();
        for (int channel = 0; channel < shape[1]; channel++) {
            double x0 = left + channel * (shape[3] + 1) * size;
            double[][] plane = scene.plane(channel);
            values(cells, x0, upper, plane, Cells.range(plane));
            String caption = shape[1] == 1 ? "image " + shape[2] + " x " + shape[3] : "channel " + channel;
            cells.pen.left(Pen.fit(caption, SMALL, shape[3] * size), x0, upper - 6, SMALL, Palette.SOFT_INK);
            cells.pen.frame(x0, upper, shape[3] * size, shape[2] * size, Palette.SOFT_INK);
            int top = scene.down().pixel(window / scene.out()[1], 0), start = scene.across().pixel(window % scene.out()[1], 0);
            cells.mark(x0 + start * size, upper + top * size, scene.across().extent() * size, scene.down().extent() * size, Cells.MARK, 3);
        }
    }

    private void matrix(Cells cells, double x, double y, double[][] values, String caption) {
        cells.pen.left(caption, x, y - 6, SMALL, Palette.SOFT_INK);
        values(cells, x, y, values, Cells.range(values));
        cells.pen.frame(x, y, values[0].length * size, values.length * size, Palette.SOFT_INK);
    }

    private void values(Cells cells, double x, double y, double[][] values, double range) {
        Font font = Cells.font(size, values);
        for (int r = 0; r < values.length; r++)
            for (int c = 0; c < values[r].length; c++) {
                Color fill = Cells.tint(values[r][c], range);
                cells.cell(x + c * size, y + r * size, Cells.number(values[r][c], size), font, fill, Palette.inkOn(fill));
            }
    }
}
