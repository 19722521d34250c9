package org.convbook.lab;

import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.convbook.chart.Palette;
import org.convbook.chart.Pen;

/**
 * The values behind a small picture: one coloured cell a pixel, its numbers written into it where they can be read.
 *
 * @param height rows
 * @param width  columns
 * @param colour the colour of cell i, in row order
 * @param lines  what is written into cell i, line by line
 */
record NumberedCells(int height, int width, IntFunction<Color> colour, IntFunction<List<String>> lines) {
    private static final double LARGEST = 11;
    private static final double SMALLEST = 5.5;

    /** The cells with one number each, written with equally many decimals. */
    static NumberedCells of(float[] values, int height, int width, IntFunction<Color> colour) {
        double range = IntStream.range(0, values.length).mapToDouble(i -> Math.abs(values[i])).max().orElse(0);
        String pattern = range >= 1000 ? "%.0f" : range >= 10 ? "%.1f" : range >= 0.095 ? "%.2f" : range >= 0.0095 ? "%.3f" : "%.0e";
        return new NumberedCells(height, width, colour, i -> List.of(signed(pattern, values[i])));
    }

    /** Draws the cells, each a square of {@code cell} pixels, from (x, y) on. */
    void paint(Pen pen, double x, double y, double cell) {
        Font font = font(cell);
        for (int i = 0; i < height * width; i++) {
            double left = x + i % width * cell, top = y + (double) (i / width) * cell;
            Color background = colour.apply(i);
            pen.box(left, top, cell, cell, background);
            if (font == null) continue;
            List<String> text = lines.apply(i);
            double step = font.getSize2D() * 1.16, base = top + (cell - step * text.size()) / 2 + step * 0.78;
            for (int k = 0; k < text.size(); k++) pen.centre(text.get(k), left + cell / 2, base + k * step, font, Palette.inkOn(background));
        }
        pen.frame(x, y, width * cell, height * cell, Palette.SOFT_INK);
    }

    /** The largest font in which the text of every cell fits, or null. */
    private Font font(double cell) {
        Font ten = Palette.font(10);
        double widest = 0;
        int most = 1;
        for (int i = 0; i < height * width; i++) {
            List<String> text = lines.apply(i);
            most = Math.max(most, text.size());
            for (String line : text) widest = Math.max(widest, Pen.widthOf(line, ten) / 10);
        }
        double size = Math.min(LARGEST, Math.min((cell - 3) / Math.max(0.1, widest), (cell - 3) / (1.16 * most)));
        return size < SMALLEST ? null : Palette.font(size);
    }

    private static String signed(String pattern, double v) {
        if (Double.isNaN(v)) return "NaN";
        String s = String.format(java.util.Locale.ROOT, pattern, v);
        return s.matches("-0(\\.0*)?") ? s.substring(1).replaceFirst("^-", "") : s.replace('-', '−');
    }
}
