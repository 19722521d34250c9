package org.convbook.lab;

import java.awt.Font;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.List;

import org.convbook.chart.Figure;
import org.convbook.chart.Palette;
import org.convbook.chart.Pen;

/** Bars of speeds on a logarithmic axis from a power of ten to a power of ten, so that each step of the grid is ten times as fast. */
final class SpeedDrawing {
    private static final int WIDTH = 640;
    private static final int EDGE = 14;
    private static final int TOP = 46;
    private static final int ROW = 34;
    private static final int BAR = 20;
    private static final int BOTTOM = 46;
    private static final Font TITLE = Palette.bold(14);
    private static final Font NAME = Palette.font(12);
    private static final Font NUMBER = Palette.bold(12);
    private static final Font SMALL = Palette.font(11);

    private SpeedDrawing() {}

    static Figure of(String title, List<String> names, double[] gigaflops, double low, double high) {
        StringBuilder text = new StringBuilder(title + ": GFLOP/s");
        for (int i = 0; i < gigaflops.length; i++) text.append("\n  ").append(names.get(i)).append(": ").append(SpeedTable.written(gigaflops[i]));
        return Figure.of(WIDTH, TOP + ROW * Math.max(1, names.size()) + BOTTOM, text.toString(), g -> draw(g, title, names, gigaflops, low, high));
    }

    private static void draw(Graphics2D g, String title, List<String> names, double[] speeds, double low, double high) {
        Pen pen = new Pen(g);
        double slowest = Math.min(low, Arrays.stream(speeds).min().orElse(1) / 1.5), fastest = Math.max(high, Arrays.stream(speeds).max().orElse(10));
        int from = (int) Math.floor(Math.log10(slowest)), to = Math.max(from + 1, (int) Math.ceil(Math.log10(fastest)));
        double nameRoom = names.stream().mapToDouble(n -> Pen.widthOf(n, NAME)).max().orElse(0);
        double left = EDGE + Math.min(WIDTH / 3.0, nameRoom) + 10, room = WIDTH - left - EDGE - 52, decade = room / (to - from);
        double bottom = TOP + ROW * Math.max(1, names.size());
        pen.left(Pen.fit(title, TITLE, WIDTH - 2 * EDGE), EDGE, 24, TITLE, Palette.INK);
        for (int e = from; e <= to; e++) {
            double x = left + (e - from) * decade;
            pen.line(x, TOP - 4, x, bottom, Palette.LINE).centre(power(e), x, bottom + 16, SMALL, Palette.INK);
        }
        pen.centre("GFLOP/s: each line is ten times as fast as the one before", left + room / 2, bottom + 36, SMALL, Palette.SOFT_INK);
        for (int i = 0; i < speeds.length; i++) {
            double y = TOP + i * ROW + (ROW - BAR) / 2.0, width = (Math.log10(speeds[i]) - from) * decade;
            pen.right(Pen.fit(names.get(i), NAME, left - EDGE - 10), left - 10, y + BAR / 2.0 + 4, NAME, Palette.INK);
            pen.box(left, y, Math.max(1, width), BAR, Palette.series(0));
            pen.left(SpeedTable.written(speeds[i]), left + width + 6, y + BAR / 2.0 + 4, NUMBER, Palette.INK);
        }
        pen.line(left, TOP - 4, left, bottom, Palette.SOFT_INK);
    }

    private static String power(int e) {
        return e >= 0 ? Long.toString((long) Math.pow(10, e)) : "0." + "0".repeat(-e - 1) + "1";
    }
}
