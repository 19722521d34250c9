package org.convbook.chart;

import java.awt.Font;
import java.util.Arrays;
import java.util.List;

/** Horizontal bars with their names and values; bars of negative values run to the left of zero. */
final class BarFigure {
    private static final int WIDTH = 460;
    private static final int ROW = 20;
    private static final int TOP = 36;
    private static final int EDGE = 12;
    private static final int MOST = 120;
    private static final Font SMALL = Palette.font(11);

    private BarFigure() {}

    static Figure of(String title, List<String> names, double[] values, int marked) {
        if (names.size() != values.length)
            throw new IllegalArgumentException("bars: " + names.size() + " names but " + values.length + " values");
        if (values.length > MOST)
            throw new IllegalArgumentException("bars: at most " + MOST + " bars can be read, got " + values.length + "; show the largest ones");
        String[] numbers = Numbers.formatAll(values);
        StringBuilder text = new StringBuilder(title);
        int longest = names.stream().mapToInt(String::length).max().orElse(0);
        for (int i = 0; i < values.length; i++)
            text.append(String.format("%n  %-" + Math.max(1, longest) + "s  %s%s", names.get(i), numbers[i], i == marked ? "  *" : ""));
        int height = TOP + ROW * Math.max(1, values.length) + EDGE;
        return Figure.of(WIDTH, height, text.toString().replace("\r\n", "\n"), g -> draw(new Pen(g), title, names, values, marked));
    }

    private static void draw(Pen pen, String title, List<String> names, double[] values, int marked) {
        String[] numbers = Numbers.formatAll(values);
        double nameWidth = Math.min(WIDTH / 3.0, names.stream().mapToDouble(n -> Pen.widthOf(n, SMALL)).max().orElse(0));
        double numberWidth = Arrays.stream(numbers).mapToDouble(n -> Pen.widthOf(n, SMALL)).max().orElse(0);
        double low = Math.min(0, Arrays.stream(values).filter(Double::isFinite).min().orElse(0));
        double high = Math.max(0, Arrays.stream(values).filter(Double::isFinite).max().orElse(0));
        double left = EDGE + nameWidth + 8, room = WIDTH - EDGE - numberWidth - 6 - left;
        double unit = high > low ? room / (high - low) : 0, zero = left - low * unit;
        pen.left(Pen.fit(title, Palette.bold(13), WIDTH - 2 * EDGE), EDGE, 22, Palette.bold(13), Palette.INK);
        for (int i = 0; i < values.length; i++) {
            double y = TOP + i * ROW, base = y + ROW / 2.0 + 4, v = Double.isFinite(values[i]) ? values[i] : 0;
            pen.right(Pen.fit(names.get(i), SMALL, nameWidth), left - 8, base, SMALL, Palette.INK);
            pen.box(Math.min(zero, zero + v * unit), y + 3, Math.max(Math.abs(v * unit), v == 0 ? 0 : 1), ROW - 6,
                Palette.series(i == marked ? 1 : 0));
            pen.left(numbers[i], Math.max(zero, zero + v * unit) + 6, base, SMALL, Palette.SOFT_INK);
        }
        pen.line(zero, TOP, zero, TOP + values.length * ROW, Palette.SOFT_INK);
    }
}
