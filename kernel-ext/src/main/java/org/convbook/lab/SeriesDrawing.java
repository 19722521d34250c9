package org.convbook.lab;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.stream.IntStream;

import org.convbook.chart.Figure;
import org.convbook.chart.Palette;
import org.convbook.chart.Pen;

/**
 * One step of a 1-D convolution: the filter lies under its window, the products under the filter, and their sum falls into the output below.
 * Up to three channels stand under each other, of more the chosen one; of a long series the part around the window is shown.
 */
final class SeriesDrawing {
    private static final int EDGE = 16;
    private static final int HEAD = 56;
    private static final int NAMES = 76;
    private static final int WIDTH = 900;
    private static final int NARROWEST = 620;
    private static final int MOST = 28;
    private static final int STACKED = 3;
    private static final int FALL = 40;
    private static final double LARGEST = 46;
    private static final Font TITLE = Palette.bold(14);
    private static final Font SMALL = Palette.font(12);
    private static final Font LINE = Palette.font(14);
    private static final Font RESULT = Palette.bold(15);

    private final ConvolutionScene scene;
    private final int step;
    private final int[] channels;
    private final int from;
    private final int shown;
    private final double size;

    private SeriesDrawing(ConvolutionScene scene, int step, int channel) {
        this.scene = scene;
        this.step = step;
        channels = scene.filter.length <= STACKED ? IntStream.range(0, scene.filter.length).toArray() : new int[] {channel};
        int all = scene.padded[0][0].length, extent = scene.across.extent();
        shown = Math.min(all, Math.max(MOST, extent));
        from = scene.problem != null ? 0 : Math.max(0, Math.min(all - shown, scene.left(step) - (shown - extent) / 2));
        size = Math.min(LARGEST, Math.floor((WIDTH - 2.0 * EDGE - NAMES) / shown));
    }

    static Figure of(ConvolutionScene scene, int step, int channel) {
        SeriesDrawing drawing = new SeriesDrawing(scene, step, channel);
        return Figure.of(drawing.width(), drawing.height(), ConvolutionWords.text(scene, step, channel), drawing::draw);
    }

    private double block() {
        return 3 * size + 2 * 8 + 18;
    }

    private double outputs() {
        return HEAD + channels.length * block() + FALL - 18;
    }

    private int height() {
        return (int) Math.ceil(outputs() + (scene.after == null ? 1 : 2) * (size + 26) + 2 * 22 + EDGE - 8);
    }

    private int width() {
        return (int) Math.max(NARROWEST, 2 * EDGE + NAMES + shown * size);
    }

    private double x(int column) {
        return EDGE + NAMES + (column - from) * size;
    }

    private void draw(Graphics2D g) {
        Cells cells = new Cells(g, size);
        cells.pen.left(Pen.fit(scene.layer, TITLE, width() - 2 * EDGE), EDGE, 24, TITLE, Palette.INK);
        if (scene.problem == null) cells.pen.left(ConvolutionWords.place(scene, step), EDGE, 42, SMALL, Palette.SOFT_INK);
        for (int i = 0; i < channels.length; i++) channel(cells, HEAD + i * block(), channels[i]);
        if (scene.problem != null) {
            double y = outputs();
            for (String line : Cells.wrapped(scene.problem, LINE, width() - 2 * EDGE - 14)) {
                cells.pen.box(EDGE, y - 15, 4, 22, Palette.series(1)).left(line, EDGE + 14, y, LINE, Palette.INK);
                y += 22;
            }
            return;
        }
        double y = outputs(), range = Cells.range(scene.output);
        fall(cells, y);
        output(cells, y, scene.output[0], range, "output");
        if (scene.after != null) {
            double middle = centre(scene.column(step));
            cells.arrow(middle, y + size + 4, middle, y + size + 24, Cells.MARK, 2);
            output(cells, y + size + 26, scene.after[0], range, Pen.fit("after " + scene.afterName, SMALL, NAMES - 6));
        }
        words(cells);
    }

    private void channel(Cells cells, double y, int channel) {
        double[] values = scene.padded[channel][0];
        double range = Cells.range(scene.padded), weights = Cells.range(scene.filter);
        Font font = Cells.font(size, scene.padded), small = Cells.font(size, scene.filter);
        name(cells, scene.filter.length == 1 ? "input" : "channel " + channel, y);
        for (int i = from; i < from + shown; i++) {
            if (!scene.isPadding(0, i)) cells.value(x(i), y, values[i], range, font);
            else cells.cell(x(i), y, Cells.number(values[i], size), font, Cells.BESIDE, Palette.SOFT_INK);
            if (scene.isUnseen(0, i)) cells.line(x(i) + 4, y + size - 4, x(i) + size - 4, y + 4, Palette.SOFT_INK, 1);
        }
        int left = Math.max(from, scene.paddingLeft()), right = Math.min(from + shown, scene.paddingLeft() + scene.width);
        if (right > left) cells.pen.frame(x(left), y, (right - left) * size, size, Palette.SOFT_INK);
        name(cells, "× filter", y + size + 8);
        int at = scene.problem == null ? scene.left(step) : from;
        for (int j = 0; j < scene.across.kernel(); j++) {
            double cx = x(at + j * scene.across.dilation());
            cells.value(cx, y + size + 8, scene.filter[channel][0][j], weights, small);
            if (scene.problem == null) cells.value(cx, y + 2 * (size + 8), scene.product(step, channel, 0, j), range * weights, font(channel));
        }
        if (scene.problem != null) return;
        name(cells, "= products", y + 2 * (size + 8));
        if (scene.across.dilation() == 1) cells.mark(x(at), y, scene.across.extent() * size, size, Cells.MARK, 3);
        else for (int j = 0; j < scene.across.kernel(); j++)
            cells.mark(x(at + j * scene.across.dilation()) + 1, y + 1, size - 2, size - 2, Cells.MARK, 3);
    }

    private Font font(int channel) {
        double[][] products = new double[1][scene.across.kernel()];
        for (int j = 0; j < products[0].length; j++) products[0][j] = scene.product(step, channel, 0, j);
        return Cells.font(size, products);
    }

    /** From every product of the last channel down to the output value. */
    private void fall(Cells cells, double y) {
        double from = HEAD + channels.length * block() - 18, middle = centre(scene.column(step));
        for (int j = 0; j < scene.across.kernel(); j++)
            cells.line(x(scene.left(step) + j * scene.across.dilation()) + size / 2, from + 3, middle, y - 8, Cells.MARK, 1.6);
        cells.arrow(middle, y - 12, middle, y - 1, Cells.MARK, 2);
    }

    /** The middle of an output value: under the middle of its window. */
    private double centre(int place) {
        return x(0) + (place * scene.across.stride() + scene.across.extent() / 2.0) * size;
    }

    private void output(Cells cells, double y, double[] values, double range, String name) {
        Font font = Cells.font(size, new double[][] {values});
        name(cells, name, y);
        for (int i = 0; i < values.length; i++) {
            double x = centre(i) - size / 2;
            if (x < x(from) - 1 || x + size > x(from + shown) + 1) continue;
            if (i <= step) cells.value(x, y, values[i], range, font);
            else cells.cell(x, y, "", null, Color.WHITE, Palette.INK);
        }
        cells.mark(centre(step) - size / 2, y, size, size, Cells.MARK, 3);
    }

    private void words(Cells cells) {
        double y = outputs() + (scene.after == null ? 1 : 2) * (size + 26) + 8;
        cells.pen.left(Pen.fit(ConvolutionWords.sum(scene, step, channels[0]), LINE, width() - 2 * EDGE), EDGE, y, LINE, Palette.INK);
        cells.pen.left(ConvolutionWords.result(scene, step), EDGE, y + 22, RESULT, Palette.INK);
    }

    private void name(Cells cells, String name, double y) {
        cells.pen.left(name, EDGE, y + size / 2 + 4, SMALL, Palette.SOFT_INK);
    }
}
