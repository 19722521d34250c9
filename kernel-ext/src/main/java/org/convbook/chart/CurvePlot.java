package org.convbook.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Curves in a frame whose size and axes are given: it can be redrawn while values come in, and nothing jumps.
 * For a chart that finds its own axes see {@link Charts#lines}. Values outside the axes are cut off at the frame.
 */
public final class CurvePlot implements Drawn {
    private static final int LEFT = 54;
    private static final int RIGHT = 14;
    private static final int TOP = 34;
    private static final int BOTTOM = 40;

    private record Line(Curve curve, Color color, boolean faint) {}

    private final String title;
    private final String xLabel;
    private final List<Line> lines = new ArrayList<>();
    private int width = 400;
    private int height = 260;
    private double xMin;
    private double xMax = 1;
    private double yMin;
    private double yMax = 1;

    /** An empty plot of 400 x 260 CSS pixels with axes from 0 to 1. */
    public CurvePlot(String title, String xLabel) {
        this.title = title;
        this.xLabel = xLabel;
    }

    /** The size in CSS pixels, axes and title included. */
    public CurvePlot size(int width, int height) {
        this.width = width;
        this.height = height;
        return this;
    }

    /** The range of the horizontal axis. */
    public CurvePlot x(double min, double max) {
        check("x", min, max);
        xMin = min;
        xMax = max;
        return this;
    }

    /** The range of the vertical axis. */
    public CurvePlot y(double min, double max) {
        check("y", min, max);
        yMin = min;
        yMax = max;
        return this;
    }

    /** A curve in the i-th colour of the house; curves of at most 40 points show their points. */
    public CurvePlot add(Curve curve, int color) {
        lines.add(new Line(curve, Palette.series(color), false));
        return this;
    }

    /** A thin pale curve behind the others, without an entry in the legend: single steps under their average. */
    public CurvePlot addFaint(Curve curve, int color) {
        Color c = Palette.series(color);
        lines.add(new Line(curve, new Color(c.getRed(), c.getGreen(), c.getBlue(), 70), true));
        return this;
    }

    @Override public Figure figure() {
        List<Line> now = List.copyOf(lines);
        return Figure.of(width, height, toString(), g -> draw(g, now));
    }

    /** The title and the last value of every curve. */
    @Override public String toString() {
        StringBuilder s = new StringBuilder(title);
        for (Line line : lines) {
            int n = line.curve.y().length;
            if (!line.faint) s.append("\n  ").append(line.curve.name()).append(": ").append(n == 0 ? "no points" : "last " + Numbers.format(line.curve.y()[n - 1]));
        }
        return s.toString();
    }

    private void draw(Graphics2D g, List<Line> now) {
        Pen pen = new Pen(g);
        pen.left(title, LEFT, 20, Palette.bold(13), Palette.INK);
        axes(pen);
        Graphics2D inside = (Graphics2D) g.create();
        inside.clip(new Rectangle2D.Double(LEFT, TOP - 3, width - LEFT - RIGHT + 4, height - TOP - BOTTOM + 6));
        for (Line line : now) draw(inside, line);
        inside.dispose();
        legend(g, pen, now);
    }

    private void axes(Pen pen) {
        double bottom = height - BOTTOM;
        double[] ys = ticks(yMin, yMax, Math.max(2, (height - TOP - BOTTOM) / 36)), xs = ticks(xMin, xMax, Math.max(2, (width - LEFT - RIGHT) / 75));
        String[] yNames = Numbers.formatAll(ys), xNames = Numbers.formatAll(xs);
        for (int i = 0; i < ys.length; i++) {
            pen.line(LEFT, toY(ys[i]), width - RIGHT, toY(ys[i]), Palette.LINE);
            pen.right(yNames[i], LEFT - 6, toY(ys[i]) + 4, Palette.font(11), Palette.INK);
        }
        pen.line(LEFT, bottom, width - RIGHT, bottom, Palette.SOFT_INK);
        for (int i = 0; i < xs.length; i++) {
            pen.line(toX(xs[i]), bottom, toX(xs[i]), bottom + 4, Palette.SOFT_INK);
            pen.centre(xNames[i], toX(xs[i]), bottom + 16, Palette.font(11), Palette.INK);
        }
        pen.centre(xLabel, (LEFT + width - RIGHT) / 2.0, height - 8, Palette.font(11), Palette.SOFT_INK);
    }

    private void draw(Graphics2D g, Line line) {
        double[] xs = line.curve.x(), ys = line.curve.y();
        Path2D path = new Path2D.Double();
        boolean pen = false;
        g.setColor(line.color);
        for (int i = 0; i < ys.length; i++) {
            if (!Double.isFinite(ys[i]) || !Double.isFinite(xs[i])) {
                pen = false;
                continue;
            }
            if (pen) path.lineTo(toX(xs[i]), toY(ys[i]));
            else path.moveTo(toX(xs[i]), toY(ys[i]));
            pen = true;
            if (!line.faint && ys.length <= 40) g.fill(new Ellipse2D.Double(toX(xs[i]) - 3, toY(ys[i]) - 3, 6, 6));
        }
        if (path.getCurrentPoint() == null) return;
        g.setStroke(new BasicStroke(line.faint ? 1 : 2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(path);
    }

    private void legend(Graphics2D g, Pen pen, List<Line> now) {
        double right = width - RIGHT;
        for (int i = now.size() - 1; i >= 0; i--) {
            Line line = now.get(i);
            if (line.faint) continue;
            String name = line.curve.name();
            right -= Pen.widthOf(name, Palette.font(11));
            pen.left(name, right, 20, Palette.font(11), Palette.INK);
            g.setColor(line.color);
            g.setStroke(new BasicStroke(2));
            g.draw(new Line2D.Double(right - 20, 16, right - 5, 16));
            right -= 32;
        }
    }

    private double toX(double x) {
        return LEFT + (x - xMin) / (xMax - xMin) * (width - LEFT - RIGHT);
    }

    /** Far outside is as good as just outside, and keeps path numbers small. */
    private double toY(double y) {
        double share = Math.max(-1, Math.min(2, (y - yMin) / (yMax - yMin)));
        return height - BOTTOM - share * (height - TOP - BOTTOM);
    }

    /** Round numbers in [min, max], about {@code wanted} of them: steps of 1, 2 or 5 times a power of ten. */
    static double[] ticks(double min, double max, int wanted) {
        double raw = (max - min) / wanted, power = Math.pow(10, Math.floor(Math.log10(raw)));
        double lead = raw / power, step = power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
        long first = (long) Math.ceil(min / step - 1e-9), last = (long) Math.floor(max / step + 1e-9);
        double[] ticks = new double[(int) (last - first + 1)];
        for (int i = 0; i < ticks.length; i++) ticks[i] = Math.rint((first + i) * step / power * 10) / 10 * power;
        return ticks;
    }

    private static void check(String axis, double min, double max) {
        if (!(min < max) || Double.isInfinite(max - min))
            throw new IllegalArgumentException("CurvePlot: the " + axis + " axis must run from a smaller to a larger finite number, got " + min + " to " + max);
    }
}
