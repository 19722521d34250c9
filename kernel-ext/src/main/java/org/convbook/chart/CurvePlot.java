package org.convbook.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Curves in a frame whose size and axes are given: it can be redrawn while values come in, and nothing jumps.
 * For a chart that finds its own axes see {@link Charts#lines}. Values outside the axes are cut off at the frame.
 */
public final class CurvePlot implements Drawn {
    private static final Color VEIL = new Color(255, 255, 255, 200);
    private static final float[] DASHES = {5, 4};
    private static final int LEFT = 54;
    private static final int RIGHT = 14;
    private static final int TOP = 34;
    private static final int BOTTOM = 40;
    private static final Font SMALL = Palette.font(11);
    private static final Font BOLD = Palette.bold(13);

    private enum Kind { FULL, DASHED, FAINT }

    private record Line(Curve curve, Color color, Kind kind) {
        boolean faint() {
            return kind == Kind.FAINT;
        }

        BasicStroke stroke() {
            return new BasicStroke(faint() ? 1 : 2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 10, kind == Kind.DASHED ? DASHES : null, 0);
        }
    }

    private record Mark(double x, double y, String text, Color color) {}

    private final String title;
    private final String xLabel;
    private final List<Line> lines = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private int width = 400;
    private int height = 260;
    private double xMin;
    private double xMax = 1;
    private double yMin;
    private double yMax = 1;
    private String yLabel = "";
    private boolean log;
    private boolean legend = true;

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

    /** What the vertical axis shows. */
    public CurvePlot yLabel(String yLabel) {
        this.yLabel = yLabel;
        return this;
    }

    /** Makes the vertical axis logarithmic; its range must be above zero, and values that are not are left out. */
    public CurvePlot logarithmic() {
        if (!(yMin > 0)) throw new IllegalArgumentException("CurvePlot: a logarithmic axis must lie above zero, got " + yMin + " to " + yMax);
        log = true;
        return this;
    }

    /** A curve in the i-th colour of the house; curves of at most 40 points show their points. */
    public CurvePlot add(Curve curve, int color) {
        lines.add(new Line(curve, Palette.series(color), Kind.FULL));
        return this;
    }

    /** A thin pale curve behind the others, without an entry in the legend: single steps under their average. */
    public CurvePlot addFaint(Curve curve, int color) {
        Color c = Palette.series(color);
        lines.add(new Line(curve, new Color(c.getRed(), c.getGreen(), c.getBlue(), 70), Kind.FAINT));
        return this;
    }

    /** A dashed curve: what belongs to a full one of the same colour. */
    public CurvePlot addDashed(Curve curve, int color) {
        lines.add(new Line(curve, Palette.series(color), Kind.DASHED));
        return this;
    }

    /** A ring around one point, with a text above it. */
    public CurvePlot ring(double x, double y, String text, int color) {
        marks.add(new Mark(x, y, text, Palette.series(color)));
        return this;
    }

    /** A thin upright line at a place where something happened, with a text beside its top. */
    public CurvePlot flag(double x, String text) {
        marks.add(new Mark(x, Double.NaN, text, Palette.SOFT_INK));
        return this;
    }

    /** Leaves the names of the curves out, where they stand elsewhere. */
    public CurvePlot noLegend() {
        legend = false;
        return this;
    }

    @Override public Figure figure() {
        List<Line> now = List.copyOf(lines);
        List<Mark> marked = List.copyOf(marks);
        return Figure.of(width, height, toString(), g -> draw(g, now, marked));
    }

    /** The title and the last value of every curve. */
    @Override public String toString() {
        StringBuilder s = new StringBuilder(title);
        for (Line line : lines) {
            int n = line.curve.y().length;
            String last = n == 0 ? "no points" : "last " + Numbers.format(line.curve.y()[n - 1]);
            if (!line.faint()) s.append("\n  ").append(line.curve.name()).append(": ").append(last);
        }
        return s.toString();
    }

    private void draw(Graphics2D g, List<Line> now, List<Mark> marked) {
        Drawing drawing = new Drawing(g, now);
        drawing.frame();
        Graphics2D inside = (Graphics2D) g.create();
        inside.clip(new Rectangle2D.Double(drawing.left, drawing.top - 3, width - drawing.left - RIGHT + 4, drawing.bottom - drawing.top + 6));
        for (Line line : now) drawing.curve(inside, line);
        inside.dispose();
        for (Mark mark : marked) drawing.mark(mark);
    }

    private double[] yTicks() {
        return log ? Ticks.logarithmic(yMin, yMax) : Ticks.even(yMin, yMax, Math.max(2, (height - TOP - BOTTOM) / 36));
    }

    private String[] yNames(double[] ys) {
        return Arrays.stream(log ? Arrays.stream(ys).mapToObj(Numbers::format).toArray(String[]::new) : Numbers.formatAll(ys)).map(Ticks::brief)
            .toArray(String[]::new);
    }

    /** One drawing: where the frame lies depends on how wide the numbers and the legend are. */
    private final class Drawing {
        private static final int ENTRY = 32;

        private final Graphics2D g;
        private final Pen pen;
        private final List<Line> legend;
        private final double nameRoom;
        private final double legendWidth;
        private final double[] rows = new double[6];           // where the texts of upright marks end
        private final double left;
        private final double top;
        private final double bottom = height - BOTTOM;

        Drawing(Graphics2D g, List<Line> now) {
            this.g = g;
            pen = new Pen(g);
            legend = now.stream().filter(l -> !l.faint() && CurvePlot.this.legend).toList();
            double names = Arrays.stream(yNames(yTicks())).mapToDouble(n -> Pen.widthOf(n, SMALL)).max().orElse(0);
            left = Math.max(LEFT, names + 14 + (yLabel.isEmpty() ? 0 : 18));
            nameRoom = (width - left - RIGHT) / Math.max(1, legend.size()) - ENTRY;
            legendWidth = legend.stream().mapToDouble(l -> Pen.widthOf(name(l), SMALL) + ENTRY).sum();
            boolean ownRow = left + Pen.widthOf(title, BOLD) + 16 + legendWidth > width - RIGHT;
            top = TOP + (ownRow ? 16 : 0);
        }

        private String name(Line line) {
            return Pen.fit(line.curve.name(), SMALL, Math.max(20, nameRoom));
        }

        void frame() {
            pen.left(Pen.fit(title, BOLD, width - left - RIGHT), left, 20, BOLD, Palette.INK);
            double[] ys = yTicks(), xs = Ticks.even(xMin, xMax, Math.max(2, (width - LEFT - RIGHT) / 75));
            String[] yNames = yNames(ys), xNames = Numbers.formatAll(xs);
            for (int i = 0; i < ys.length; i++) {
                pen.line(left, toY(ys[i]), width - RIGHT, toY(ys[i]), Palette.LINE);
                pen.right(yNames[i], left - 6, toY(ys[i]) + 4, SMALL, Palette.INK);
            }
            pen.line(left, bottom, width - RIGHT, bottom, Palette.SOFT_INK);
            for (int i = 0; i < xs.length; i++) {
                double half = Pen.widthOf(xNames[i], SMALL) / 2;
                pen.line(toX(xs[i]), bottom, toX(xs[i]), bottom + 4, Palette.SOFT_INK);
                pen.centre(xNames[i], Math.min(toX(xs[i]), width - 4 - half), bottom + 16, SMALL, Palette.INK);
            }
            if (!yLabel.isEmpty()) pen.upwards(yLabel, 14, (top + bottom + Pen.widthOf(yLabel, SMALL)) / 2, SMALL, Palette.SOFT_INK);
            pen.centre(xLabel, (left + width - RIGHT) / 2.0, height - 8, SMALL, Palette.SOFT_INK);
            legend();
        }

        private void legend() {
            double x = width - RIGHT - legendWidth + 12, base = top - 14;
            for (Line line : legend) {
                g.setColor(line.color);
                g.setStroke(line.stroke());
                g.draw(new Line2D.Double(x, base - 4, x + 15, base - 4));
                pen.left(name(line), x + 20, base, SMALL, Palette.INK);
                x += Pen.widthOf(name(line), SMALL) + ENTRY;
            }
        }

        void curve(Graphics2D inside, Line line) {
            double[] xs = line.curve.x(), ys = line.curve.y();
            Path2D path = new Path2D.Double();
            boolean drawing = false;
            inside.setColor(line.color);
            for (int i = 0; i < ys.length; i++) {
                boolean there = Double.isFinite(ys[i]) && Double.isFinite(xs[i]) && !(log && ys[i] <= 0);
                if (there && drawing) path.lineTo(toX(xs[i]), toY(ys[i]));
                if (there && !drawing) path.moveTo(toX(xs[i]), toY(ys[i]));
                if (there && !line.faint() && ys.length <= 40) inside.fill(new Ellipse2D.Double(toX(xs[i]) - 3, toY(ys[i]) - 3, 6, 6));
                drawing = there;
            }
            if (path.getCurrentPoint() == null) return;
            inside.setStroke(line.stroke());
            inside.draw(path);
        }

        /** A text stays inside the frame, left or right of its upright line, above or below its ring. */
        void mark(Mark mark) {
            double x = toX(mark.x), textWidth = Pen.widthOf(mark.text, SMALL);
            boolean upright = Double.isNaN(mark.y);
            if (upright) {
                g.setColor(Palette.SOFT_INK);
                g.setStroke(new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 10, new float[] {2, 3}, 0));
                g.draw(new Line2D.Double(x, top, x, bottom));
                double at = x + 4 + textWidth > width - RIGHT ? x - 4 - textWidth : x + 4;
                text(mark.text, at, top + 11 + 14 * row(at, textWidth), Palette.SOFT_INK);
                return;
            }
            double y = toY(mark.y), at = Math.max(left + 2, Math.min(width - RIGHT - textWidth, x - textWidth / 2));
            g.setColor(mark.color);
            g.setStroke(new BasicStroke(1.5f));
            g.draw(new Ellipse2D.Double(x - 6, y - 6, 12, 12));
            text(mark.text, at, y - 10 < top + 10 ? y + 20 : y - 10, Palette.INK);
        }

        /** The first row whose texts leave room for one more. */
        private int row(double from, double wide) {
            int row = 0;
            while (row < rows.length - 1 && from < rows[row]) row++;
            rows[row] = from + wide + 6;
            return row;
        }

        /** On paper of its own, so that it reads over curves. */
        private void text(String text, double x, double base, Color color) {
            pen.box(x - 2, base - 10, text.isEmpty() ? 0 : Pen.widthOf(text, SMALL) + 4, 13, VEIL).left(text, x, base, SMALL, color);
        }

        private double toX(double x) {
            return left + (x - xMin) / (xMax - xMin) * (width - left - RIGHT);
        }

        /** Far outside is as good as just outside, and keeps path numbers small. */
        private double toY(double y) {
            double at = log ? Math.log(y / yMin) / Math.log(yMax / yMin) : (y - yMin) / (yMax - yMin);
            return bottom - Math.max(-1, Math.min(2, at)) * (bottom - top);
        }
    }

    private static void check(String axis, double min, double max) {
        if (!(min < max) || Double.isInfinite(max - min))
            throw new IllegalArgumentException("CurvePlot: the " + axis + " axis must run from a smaller to a larger finite number, got " + min
                + " to " + max);
    }
}
