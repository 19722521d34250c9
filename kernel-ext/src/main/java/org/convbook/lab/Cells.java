package org.convbook.lab;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.convbook.chart.Palette;
import org.convbook.chart.Pen;

/**
 * Numbers in squares: the darker, the larger; amber above zero, blue below, as in pictures of filters. One size of square, one context to draw on.
 */
final class Cells {
    /** What marks the place that is being looked at. */
    static final Color MARK = Palette.MARK;
    /** The dark side of the mark, for text. */
    static final Color MARK_INK = new Color(0xA8, 0x4A, 0x00);
    /** The background of values that are not part of the picture: padding. */
    static final Color BESIDE = new Color(0xEE, 0xF0, 0xF3);

    private static final double DARKEST = 0.6;
    private static final double SMALLEST = 6;
    private static final double COMPACT = 30;

    final Graphics2D g;
    final Pen pen;
    final double size;

    Cells(Graphics2D g, double size) {
        this.g = g;
        this.pen = new Pen(g);
        this.size = size;
    }

    /** White for 0, towards amber for {@code range}, towards blue for {@code -range}. */
    static Color tint(double v, double range) {
        if (!Double.isFinite(v)) return Color.RED;
        double t = range > 0 ? Math.min(1, Math.abs(v) / range) * DARKEST : 0;
        Color c = Palette.series(v < 0 ? 0 : 4);
        return new Color(mix(c.getRed(), t), mix(c.getGreen(), t), mix(c.getBlue(), t));
    }

    /** The largest absolute value. */
    static double range(double[][]... planes) {
        return Stream.of(planes).flatMap(Arrays::stream).flatMapToDouble(Arrays::stream).filter(Double::isFinite).map(Math::abs).max().orElse(0);
    }

    /** A whole number as it is, another with at most two decimals and three digits; a real minus. */
    static String number(double v) {
        String s = v == Math.rint(v) && Math.abs(v) < 1e6 ? Long.toString((long) v)
            : String.format(Locale.ROOT, Math.abs(v) >= 100 ? "%.0f" : Math.abs(v) >= 10 ? "%.1f" : "%.2f", v);
        return (s.matches("-0(\\.0*)?") ? s.substring(1) : s).replace('-', '−');
    }

    /** The number as it is written in a square: in a small one with a digit less, and without the zero before the point. */
    static String number(double v, double size) {
        if (size >= COMPACT) return number(v);
        if (Math.abs(v) >= 0.995 && Math.abs(v) < 99.5 && v != Math.rint(v)) return String.format(Locale.ROOT, "%.1f", v).replace('-', '−');
        return number(v).replaceFirst("^(−?)0\\.", "$1.");
    }

    /** The number as a factor: a negative one in brackets. */
    static String factor(double v) {
        String s = number(v);
        return s.startsWith("−") ? "(" + s + ")" : s;
    }

    /** The font in which every one of the numbers fits a square; null where that would be too small to read. */
    static Font font(double size, double[][]... planes) {
        double widest = Stream.of(planes).flatMap(Arrays::stream).flatMapToDouble(Arrays::stream).mapToObj(v -> number(v, size))
            .distinct().mapToDouble(s -> Pen.widthOf(s, Palette.font(10)) / 10).max().orElse(1);
        double points = Math.min(size * 0.42, (size - (size < COMPACT ? 4 : 8)) / widest);
        return points < SMALLEST ? null : Palette.font(Math.min(15, points));
    }

    /** A square with a number; the font may be null. */
    void cell(double x, double y, String text, Font font, Color fill, Color ink) {
        pen.box(x, y, size, size, fill).frame(x, y, size, size, Palette.LINE);
        if (font != null) pen.centre(text, x + size / 2, y + size / 2 + font.getSize2D() * 0.36, font, ink);
    }

    void value(double x, double y, double v, double range, Font font) {
        Color fill = tint(v, range);
        cell(x, y, number(v, size), font, fill, Palette.inkOn(fill));
    }

    /** A thick line around something. */
    void mark(double x, double y, double width, double height, Color color, double thickness) {
        g.setColor(color);
        g.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(new RoundRectangle2D.Double(x, y, width, height, 5, 5));
    }

    /** A thin broken line around something. */
    void dashed(double x, double y, double width, double height, Color color) {
        g.setColor(color);
        g.setStroke(new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {5, 4}, 0));
        g.draw(new RoundRectangle2D.Double(x, y, width, height, 5, 5));
    }

    void line(double x1, double y1, double x2, double y2, Color color, double thickness) {
        g.setColor(color);
        g.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    /** A line that ends in a head of 8 pixels. */
    void arrow(double x1, double y1, double x2, double y2, Color color, double thickness) {
        double length = Math.hypot(x2 - x1, y2 - y1), ux = (x2 - x1) / length, uy = (y2 - y1) / length, head = 8;
        double bx = x2 - head * ux, by = y2 - head * uy;
        line(x1, y1, bx, by, color, thickness);
        Path2D tip = new Path2D.Double();
        tip.moveTo(x2, y2);
        tip.lineTo(bx - 0.45 * head * uy, by + 0.45 * head * ux);
        tip.lineTo(bx + 0.45 * head * uy, by - 0.45 * head * ux);
        tip.closePath();
        g.fill(tip);
    }

    /** The text broken at spaces so that no line is wider. */
    static List<String> wrapped(String text, Font font, double width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && Pen.widthOf(line + " " + word, font) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static int mix(int channel, double t) {
        return (int) Math.round(255 + (channel - 255) * t);
    }
}
