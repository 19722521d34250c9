package org.convbook.lab;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.convbook.chart.Figure;
import org.convbook.chart.Palette;
import org.convbook.chart.Pen;
import org.convbook.chart.Pictures;

/**
 * One step of a 2-D convolution: the input with its padding and the window in it, the filter, every product, and the output as far as it is
 * filled. Up to three channels stand under each other, of more the chosen one. Of a large image the part around the window is shown, and the
 * whole as a small picture above it.
 */
final class ConvolutionDrawing {
    private static final int EDGE = 16;
    private static final int HEAD = 50;
    private static final int GAP = 40;
    private static final int CAPTION = 20;
    private static final int BETWEEN = 14;
    private static final int WIDTH = 900;
    private static final int NARROWEST = 620;
    private static final int TALLEST = 720;
    private static final int STACKED = 3;
    private static final int OVERVIEW = 112;
    private static final double LARGEST = 38;
    private static final Font TITLE = Palette.bold(14);
    private static final Font SMALL = Palette.font(12);
    private static final Font LINE = Palette.font(14);
    private static final Font RESULT = Palette.bold(15);

    /** The part of a plane that is shown. */
    private record Part(int row, int column, int rows, int columns) {
        static Part around(int row, int column, int height, int width, int[] all, int[] most) {
            int rows = Math.min(all[0], Math.max(most[0], height)), columns = Math.min(all[1], Math.max(most[1], width));
            return new Part(start(row, height, rows, all[0]), start(column, width, columns, all[1]), rows, columns);
        }

        private static int start(int at, int extent, int shown, int all) {
            return Math.max(0, Math.min(all - shown, at - (shown - extent) / 2));
        }

        boolean isAll(int[] all) {
            return rows == all[0] && columns == all[1];
        }
    }

    private final ConvolutionScene scene;
    private final int step;
    private final int[] channels;
    private final Part in;
    private final Part out;
    private final boolean overview;
    private final double size;
    private final int width;
    private final double[] ranges;

    private ConvolutionDrawing(ConvolutionScene scene, int step, int channel) {
        this.scene = scene;
        this.step = step;
        int c = scene.filter.length;
        channels = c <= STACKED ? IntStream.range(0, c).toArray() : new int[] {channel};
        int rows = channels.length == 1 ? 12 : 9;
        boolean fits = scene.problem == null;
        int[] all = {scene.padded[0].length, scene.padded[0][0].length}, made = {scene.output.length, fits ? scene.output[0].length : 0};
        int[] most = {rows, 12}, mostOut = {12, scene.after == null ? 10 : 7};
        in = !fits ? Part.around(0, 0, 1, 1, all, most)
            : Part.around(scene.top(step), scene.left(step), scene.down.extent(), scene.across.extent(), all, most);
        out = fits ? Part.around(scene.row(step), scene.column(step), 1, 1, made, mostOut) : new Part(0, 0, 0, 0);
        overview = !in.isAll(all) || fits && !out.isAll(made);
        int outputs = fits ? scene.after == null ? 1 : 2 : 0, gaps = 1 + (fits ? 1 : 0) + outputs;
        int across = in.columns + (fits ? 2 : 1) * scene.across.kernel() + outputs * out.columns;
        double room = Math.floor((WIDTH - 2.0 * EDGE - gaps * GAP) / across);
        size = Math.max(14, Math.min(Math.min(LARGEST, TALLEST / (channels.length * in.rows)), room));
        width = (int) Math.max(NARROWEST, 2 * EDGE + gaps * GAP + across * size);
        double values = Cells.range(scene.padded), weights = Cells.range(scene.filter);
        ranges = new double[] {values, weights, values * weights, Cells.range(scene.output)};
    }

    static Figure of(ConvolutionScene scene, int step, int channel) {
        ConvolutionDrawing drawing = new ConvolutionDrawing(scene, step, channel);
        return Figure.of(drawing.width, drawing.height(), ConvolutionWords.text(scene, step, channel), drawing::draw);
    }

    private int top() {
        return HEAD + (overview ? OVERVIEW + 26 : 0);
    }

    private double rowHeight() {
        return CAPTION + Math.max(in.rows, scene.down.kernel()) * size + BETWEEN;
    }

    private double panels() {
        return Math.max(channels.length * rowHeight(), CAPTION + out.rows * size + BETWEEN);
    }

    /** Room for the terms and the result, the same at every step; or for the library's sentence. */
    private int height() {
        int lines = scene.problem != null ? Cells.wrapped(scene.problem, LINE, width - 2 * EDGE - 14).size() - 1
            : scene.lines(() -> ConvolutionWords.lines(scene, channels[0], LINE, width - 2 * EDGE));
        return (int) Math.ceil(top() + panels() + (1 + lines) * 22 + EDGE - 6);
    }

    private void draw(Graphics2D g) {
        Cells cells = new Cells(g, size);
        cells.pen.left(Pen.fit(scene.layer, TITLE, width - 2 * EDGE), EDGE, 24, TITLE, Palette.INK);
        if (scene.problem == null) cells.pen.left(ConvolutionWords.place(scene, step), EDGE, 42, SMALL, Palette.SOFT_INK);
        if (overview) overview(cells);
        double x = EDGE;
        for (int i = 0; i < channels.length; i++) {
            double y = top() + i * rowHeight() + CAPTION;
            String of = scene.filter.length == 1 ? "" : ", channel " + channels[i];
            input(cells, x, y, channels[i], of);
            double at = x + in.columns * size;
            filter(cells, at + GAP, y, channels[i], of);
            if (scene.problem != null) continue;
            products(cells, at + 2 * GAP + scene.across.kernel() * size, y, channels[i]);
        }
        double next = x + in.columns * size + GAP + scene.across.kernel() * size;
        if (scene.problem != null) {
            problem(cells);
            return;
        }
        next += GAP + scene.across.kernel() * size;
        double y = top() + CAPTION;
        double middle = y + Math.min(scene.down.kernel(), out.rows) * size / 2;
        operator(cells, "→", next + GAP / 2.0, middle);
        cells.pen.centre("Σ", next + GAP / 2.0, middle - 9, SMALL, Palette.SOFT_INK);
        output(cells, next + GAP, y, scene.output, ranges[3], "output " + scene.output.length + " x " + scene.output[0].length);
        if (scene.after != null) {
            next += GAP + out.columns * size;
            operator(cells, "→", next + GAP / 2.0, middle);
            output(cells, next + GAP, y, scene.after, ranges[3], "after " + scene.afterName);
        }
        words(cells);
    }

    private void input(Cells cells, double x, double y, int channel, String of) {
        double[][] plane = scene.padded[channel];
        Font font = Cells.font(size, scene.padded);
        cells.pen.left(caption("input " + scene.height + " x " + scene.width + of, in.columns * size + GAP - 8), x, y - 6, SMALL, Palette.SOFT_INK);
        for (int r = in.row; r < in.row + in.rows; r++)
            for (int c = in.column; c < in.column + in.columns; c++) {
                double cx = x + (c - in.column) * size, cy = y + (r - in.row) * size;
                if (!scene.isPadding(r, c)) cells.value(cx, cy, plane[r][c], ranges[0], font);
                else cells.cell(cx, cy, Cells.number(plane[r][c], size), font, Cells.BESIDE, Palette.SOFT_INK);
                if (scene.isUnseen(r, c)) cells.line(cx + 3, cy + size - 3, cx + size - 3, cy + 3, Palette.SOFT_INK, 1);
            }
        image(cells, x, y);
        if (scene.problem == null) window(cells, x, y);
        operator(cells, "×", x + in.columns * size + GAP / 2.0, y + scene.down.kernel() * size / 2);
    }

    /** A line around the image itself, where there is padding beside it. */
    private void image(Cells cells, double x, double y) {
        int top = Math.max(in.row, scene.paddingTop()), left = Math.max(in.column, scene.paddingLeft());
        int bottom = Math.min(in.row + in.rows, scene.paddingTop() + scene.height);
        int right = Math.min(in.column + in.columns, scene.paddingLeft() + scene.width);
        if (bottom > top && right > left)
            cells.pen.frame(x + (left - in.column) * size, y + (top - in.row) * size, (right - left) * size, (bottom - top) * size, Palette.SOFT_INK);
    }

    private void window(Cells cells, double x, double y) {
        int dilated = Math.max(scene.down.dilation(), scene.across.dilation());
        double wx = x + (scene.left(step) - in.column) * size, wy = y + (scene.top(step) - in.row) * size;
        if (dilated == 1) {
            cells.mark(wx, wy, scene.across.extent() * size, scene.down.extent() * size, Cells.MARK, 3);
            return;
        }
        cells.dashed(wx, wy, scene.across.extent() * size, scene.down.extent() * size, Cells.MARK);
        for (int i = 0; i < scene.down.kernel(); i++)
            for (int j = 0; j < scene.across.kernel(); j++)
                cells.mark(wx + j * scene.across.dilation() * size + 1, wy + i * scene.down.dilation() * size + 1, size - 2, size - 2, Cells.MARK, 3);
    }

    private void filter(Cells cells, double x, double y, int channel, String of) {
        Font font = Cells.font(size, scene.filter);
        cells.pen.left(caption("filter" + of, scene.across.kernel() * size + GAP - 8), x, y - 6, SMALL, Palette.SOFT_INK);
        for (int i = 0; i < scene.down.kernel(); i++)
            for (int j = 0; j < scene.across.kernel(); j++) cells.value(x + j * size, y + i * size, scene.filter[channel][i][j], ranges[1], font);
        cells.pen.frame(x, y, scene.across.kernel() * size, scene.down.kernel() * size, Palette.SOFT_INK);
        if (scene.problem == null) operator(cells, "=", x + scene.across.kernel() * size + GAP / 2.0, y + scene.down.kernel() * size / 2);
    }

    private void products(Cells cells, double x, double y, int channel) {
        double[][] all = new double[scene.down.kernel()][scene.across.kernel()];
        for (int i = 0; i < all.length; i++) for (int j = 0; j < all[i].length; j++) all[i][j] = scene.product(step, channel, i, j);
        Font font = Cells.font(size, all);
        cells.pen.left(caption("products", all[0].length * size + GAP - 8), x, y - 6, SMALL, Palette.SOFT_INK);
        for (int i = 0; i < all.length; i++)
            for (int j = 0; j < all[i].length; j++) cells.value(x + j * size, y + i * size, all[i][j], ranges[2], font);
        cells.mark(x, y, all[0].length * size, all.length * size, Cells.MARK, 2);
        if (scene.filter.length > 1)
            cells.pen.left("sum " + Cells.number(scene.sum(step, channel)), x, y + all.length * size + 18, LINE, Palette.INK);
    }

    private void output(Cells cells, double x, double y, double[][] values, double range, String caption) {
        Font font = Cells.font(size, values);
        cells.pen.left(caption(caption, Math.max(out.columns * size, width - EDGE - x)), x, y - 6, SMALL, Palette.SOFT_INK);
        for (int r = out.row; r < out.row + out.rows; r++)
            for (int c = out.column; c < out.column + out.columns; c++) {
                double cx = x + (c - out.column) * size, cy = y + (r - out.row) * size;
                if (r * values[0].length + c <= step) cells.value(cx, cy, values[r][c], range, font);
                else cells.cell(cx, cy, "", null, Color.WHITE, Palette.INK);
            }
        cells.pen.frame(x, y, out.columns * size, out.rows * size, Palette.SOFT_INK);
        cells.mark(x + (scene.column(step) - out.column) * size, y + (scene.row(step) - out.row) * size, size, size, Cells.MARK, 3);
    }

    private void words(Cells cells) {
        double y = top() + panels() + 14;
        int channel = channels[0];
        List<String> lines = Cells.wrapped(ConvolutionWords.sum(scene, step, channel), LINE, width - 2 * EDGE);
        for (String line : lines.subList(0, Math.min(2, lines.size()))) {
            cells.pen.left(line, EDGE, y, LINE, Palette.INK);
            y += 22;
        }
        cells.pen.left(ConvolutionWords.result(scene, step), EDGE, y, RESULT, Palette.INK);
    }

    private void problem(Cells cells) {
        double y = top() + panels() + 14;
        for (String line : Cells.wrapped(scene.problem, LINE, width - 2 * EDGE - 14)) {
            cells.pen.box(EDGE, y - 15, 4, 22, Palette.series(1)).left(line, EDGE + 14, y, LINE, Palette.INK);
            y += 22;
        }
    }

    /** The whole input and the whole output, small, with what is shown of them. */
    private void overview(Cells cells) {
        double x = small(cells, EDGE, scene.padded[channels[0]], in, "the whole input", false);
        if (scene.problem == null) small(cells, x + 24, scene.output, out, "the output so far", true);
    }

    private double small(Cells cells, double x, double[][] plane, Part part, String caption, boolean filling) {
        int h = plane.length, w = plane[0].length;
        double factor = (double) OVERVIEW / Math.max(h, w);
        float[] values = new float[h * w];
        for (int i = 0; i < values.length; i++) values[i] = filling && i > step ? Float.NEGATIVE_INFINITY : (float) plane[i / w][i % w];
        double[] finite = Arrays.stream(plane).flatMapToDouble(Arrays::stream).toArray();
        double low = Arrays.stream(finite).min().orElse(0), high = Arrays.stream(finite).max().orElse(1);
        BufferedImage picture = Pictures.grey(values, h, w, low, high);
        if (filling) for (int i = step + 1; i < values.length; i++) picture.setRGB(i % w, i / w, Cells.BESIDE.getRGB());
        cells.pen.picture(picture, x, HEAD + 18, factor).left(caption, x, HEAD + 12, SMALL, Palette.SOFT_INK);
        cells.pen.frame(x, HEAD + 18, w * factor, h * factor, Palette.LINE);
        cells.mark(x + part.column * factor, HEAD + 18 + part.row * factor, part.columns * factor, part.rows * factor, Palette.series(0), 1.5);
        if (scene.problem == null) {
            int top = filling ? scene.row(step) : scene.top(step), left = filling ? scene.column(step) : scene.left(step);
            int tall = filling ? 1 : scene.down.extent(), wide = filling ? 1 : scene.across.extent();
            cells.mark(x + left * factor, HEAD + 18 + top * factor, wide * factor, tall * factor, Cells.MARK, 2);
        }
        return x + Math.max(w * factor, Pen.widthOf(caption, SMALL));
    }

    private static void operator(Cells cells, String sign, double x, double y) {
        cells.pen.centre(sign, x, y + 7, Palette.font(20), Palette.SOFT_INK);
    }

    private static String caption(String text, double width) {
        return Pen.fit(text, SMALL, width);
    }

}
