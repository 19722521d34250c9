package org.convbook.lab;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;

import org.convbook.chart.Figure;
import org.convbook.chart.Palette;
import org.convbook.chart.Pen;
import org.convbook.cnn.backend.ThreadGrid;

/** One thread of a grid: its block among the blocks, its place in the block, the pixel that it computes and the window that it reads. */
final class ThreadDrawing {
    private static final int EDGE = 16;
    private static final int WIDTH = 760;
    private static final int STRIP = 22;
    private static final int WARP = 32;
    private static final int DARKEST = 150;
    private static final int HEAD = 48;
    private static final int WORDS = 4;
    private static final String OUTPUT = "the output, coloured by block";
    private static final Color[] TINTS = {new Color(0xD9, 0xE9, 0xF5), new Color(0xE4, 0xF3, 0xEC)};
    private static final Color[] CHOSEN = {new Color(0x9C, 0xC8, 0xE8), new Color(0x9F, 0xD8, 0xC0)};
    private static final Font TITLE = Palette.bold(14);
    private static final Font SMALL = Palette.font(12);
    private static final Font TINY = Palette.font(10);
    private static final Font LINE = Palette.font(14);
    private static final Font BOLD = Palette.bold(14);

    private final double[][] image;
    private final int height;
    private final int width;
    private final int kernel;
    private final ThreadGrid grid;
    private final int i;
    private final int rows;
    private final int columns;
    private final double size;

    ThreadDrawing(double[][] image, int kernel, ThreadGrid grid, int i) {
        this.image = image;
        this.height = image.length;
        this.width = image[0].length;
        this.kernel = kernel;
        this.grid = grid;
        this.i = i;
        rows = height - kernel + 1;
        columns = width - kernel + 1;
        size = Math.min(24, Math.floor((WIDTH - 2.0 * EDGE - 60) / (width + columns)));
    }

    Figure figure() {
        int tall = (int) Math.ceil(planes() + height * size + 14 + 23 * WORDS);
        return Figure.of(WIDTH, tall, title() + "\n  " + String.join("\n  ", words()), this::draw);
    }

    private String title() {
        return "One thread for each pixel: " + grid + " for " + rows + " x " + columns + " = " + rows * columns + " pixels";
    }

    private List<String> words() {
        int block = i / grid.threads(), thread = i % grid.threads();
        List<String> lines = new ArrayList<>();
        lines.add("i = blockIdx.x * blockDim.x + threadIdx.x = " + block + " * " + grid.threads() + " + " + thread + " = " + i);
        if (i >= rows * columns) {
            lines.add("i is not below " + rows * columns + ": this thread is left over, and the kernel's if sends it home");
            return lines;
        }
        int r = i / columns, c = i % columns;
        lines.add("row = i / " + columns + " = " + r + ",   column = i % " + columns + " = " + c);
        lines.add("reads image[" + span(r) + "][" + span(c) + "] and the " + kernel + " x " + kernel + " weights, writes output["
            + r + "][" + c + "]");
        return lines;
    }

    private String span(int from) {
        return kernel == 1 ? "" + from : from + " to " + (from + kernel - 1);
    }

    private double planes() {
        return HEAD + 2 * (STRIP + 30) + 18;
    }

    private void draw(Graphics2D g) {
        Cells cells = new Cells(g, size);
        cells.pen.left(Pen.fit(title(), TITLE, WIDTH - 2 * EDGE), EDGE, 24, TITLE, Palette.INK);
        blocks(cells);
        threads(cells);
        double y = planes(), right = WIDTH - EDGE - Math.max(columns * size, Pen.widthOf(OUTPUT, SMALL));
        boolean busy = i < rows * columns;
        int r = i / columns, c = i % columns;
        cells.pen.left("the image, " + height + " x " + width, EDGE, y - 6, SMALL, Palette.SOFT_INK);
        plain(cells, EDGE, y);
        cells.pen.left(OUTPUT, right, y - 6, SMALL, Palette.SOFT_INK);
        output(cells, right, y);
        if (busy) {
            cells.mark(EDGE + c * size, y + r * size, kernel * size, kernel * size, Cells.MARK, 3);
            cells.mark(right + c * size, y + r * size, size, size, Cells.MARK, 3);
            cells.arrow(EDGE + (c + kernel) * size + 4, y + (r + kernel / 2.0) * size, right + c * size - 4, y + (r + 0.5) * size, Cells.MARK, 1.6);
        }
        double base = y + height * size + 32;
        List<String> lines = words();
        for (int k = 0; k < lines.size(); k++) {
            Color ink = k == 0 || busy ? Palette.INK : Cells.MARK_INK;
            cells.pen.left(lines.get(k), EDGE, base + 24 * k, k == 0 ? BOLD : LINE, ink);
        }
    }

    /** All blocks in a row; of many those around the one that is looked at. */
    private void blocks(Cells cells) {
        int most = 24, shown = Math.min(most, grid.blocks()), at = i / grid.threads();
        int from = Math.max(0, Math.min(grid.blocks() - shown, at - shown / 2));
        double each = Math.min(64, (WIDTH - 2.0 * EDGE) / shown), y = HEAD + 14;
        cells.pen.left("the grid: blockIdx.x = 0 to " + (grid.blocks() - 1), EDGE, y - 6, SMALL, Palette.SOFT_INK);
        for (int b = from; b < from + shown; b++) {
            double x = EDGE + (b - from) * each;
            cells.pen.box(x, y, each, STRIP, b == at ? CHOSEN[b % 2] : TINTS[b % 2]).frame(x, y, each, STRIP, Palette.SOFT_INK);
            cells.pen.centre("" + b, x + each / 2, y + 15, TINY, Palette.INK);
        }
        cells.mark(EDGE + (at - from) * each, y, each, STRIP, Cells.MARK, 2.5);
    }

    /** The threads of the block that is looked at, in warps. */
    private void threads(Cells cells) {
        int n = grid.threads(), block = i / n, thread = i % n, warps = (n + WARP - 1) / WARP;
        double gap = 4, each = Math.min(22, (WIDTH - 2.0 * EDGE - (warps - 1) * gap) / n), y = HEAD + 14 + STRIP + 30;
        String together = warps > 1 ? ", in warps of " + WARP + " that do the same at the same time" : "";
        cells.pen.left("block " + block + ": threadIdx.x = 0 to " + (n - 1) + together, EDGE, y - 6, SMALL, Palette.SOFT_INK);
        for (int t = 0; t < n; t++) {
            double x = EDGE + t * each + t / WARP * gap;
            boolean idle = block * n + t >= rows * columns;
            cells.pen.box(x, y, each, STRIP, idle ? Cells.BESIDE : CHOSEN[block % 2]);
            if (each >= 5) cells.pen.frame(x, y, each, STRIP, Color.WHITE);
            if (each >= 17) cells.pen.centre("" + t, x + each / 2, y + 15, TINY, idle ? Palette.SOFT_INK : Palette.INK);
        }
        cells.mark(EDGE + thread * each + thread / WARP * gap, y, each, STRIP, Cells.MARK, 2.5);
    }

    private void plain(Cells cells, double x, double y) {
        double range = Cells.range(image);
        for (int r = 0; r < height; r++)
            for (int c = 0; c < width; c++) {
                int light = range == 0 ? 255 : (int) Math.round(255 - DARKEST * Math.min(1, Math.abs(image[r][c]) / range));
                cells.cell(x + c * size, y + r * size, "", null, new Color(light, light, light), Palette.INK);
            }
        cells.pen.frame(x, y, width * size, height * size, Palette.SOFT_INK);
    }

    private void output(Cells cells, double x, double y) {
        int at = i / grid.threads();
        for (int p = 0; p < rows * columns; p++) {
            int block = p / grid.threads();
            cells.cell(x + p % columns * size, y + p / columns * size, "", null, block == at ? CHOSEN[block % 2] : TINTS[block % 2], Palette.INK);
        }
        cells.pen.frame(x, y, columns * size, rows * size, Palette.SOFT_INK);
    }
}
