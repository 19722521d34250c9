package org.convbook.lab;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

import org.convbook.chart.Figure;
import org.convbook.chart.Palette;
import org.convbook.chart.Pen;

/** A roofline on two logarithmic axes, and what was measured under it; the names stand where they cover nothing. */
final class RooflineDrawing {
    private static final int WIDTH = 700;
    private static final int HEIGHT = 420;
    private static final int EDGE = 16;
    private static final int LEFT = 74;
    private static final int RIGHT = 24;
    private static final int TOP = 44;
    private static final int BOTTOM = 54;
    private static final double DOT = 5;
    private static final Font TITLE = Palette.bold(14);
    private static final Font SMALL = Palette.font(11);
    private static final Font NAME = Palette.font(12);

    private final Roofline roof;
    private final String machine;
    private final List<Roofline.Point> points;
    private final int xFrom;
    private final int xTo;
    private final int yFrom;
    private final int yTo;

    RooflineDrawing(Roofline roof, String machine, List<Roofline.Point> points) {
        this.roof = roof;
        this.machine = machine;
        this.points = points;
        double[] xs = DoubleStream.concat(DoubleStream.of(0.11, roof.ridge() * 9), points.stream().mapToDouble(Roofline.Point::intensity)).toArray();
        double[] ys = DoubleStream.concat(DoubleStream.of(roof.peak()), points.stream().mapToDouble(Roofline.Point::gigaflops)).toArray();
        xFrom = (int) Math.floor(Math.log10(DoubleStream.of(xs).min().orElse(0.1)));
        xTo = (int) Math.ceil(Math.log10(DoubleStream.of(xs).max().orElse(100)));
        yFrom = (int) Math.floor(Math.log10(Math.min(DoubleStream.of(ys).min().orElse(1), roof.attainable(Math.pow(10, xFrom)))));
        yTo = (int) Math.ceil(Math.log10(DoubleStream.of(ys).max().orElse(100) * 1.05));
    }

    Figure figure() {
        return Figure.of(WIDTH, HEIGHT, text(), this::draw);
    }

    private String title() {
        return "What can be reached on " + machine;
    }

    private String limits() {
        String format = "measured: at most %s GFLOP/s, %s GB/s; they meet at %.1f operations a byte";
        return String.format(Locale.ROOT, format, SpeedTable.written(roof.peak()), SpeedTable.written(roof.bandwidth()), roof.ridge());
    }

    private String text() {
        return title() + "\n  " + limits() + points.stream().map(p -> String.format(Locale.ROOT, "\n  %s: %s operations a byte, %s of %s GFLOP/s",
            p.name(), SpeedTable.written(p.intensity()), SpeedTable.written(p.gigaflops()), SpeedTable.written(roof.attainable(p.intensity()))))
            .collect(Collectors.joining());
    }

    private double x(double intensity) {
        return LEFT + (Math.log10(intensity) - xFrom) / (xTo - xFrom) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double gigaflops) {
        return HEIGHT - BOTTOM - (Math.log10(gigaflops) - yFrom) / (yTo - yFrom) * (HEIGHT - TOP - BOTTOM - 14);
    }

    private void draw(Graphics2D g) {
        Pen pen = new Pen(g);
        pen.left(title(), EDGE, 22, TITLE, Palette.INK).left(limits(), EDGE, 40, SMALL, Palette.SOFT_INK);
        for (int e = xFrom; e <= xTo; e++) {
            double at = x(Math.pow(10, e));
            pen.line(at, y(Math.pow(10, yTo)), at, HEIGHT - BOTTOM, Palette.LINE).centre(number(e), at, HEIGHT - BOTTOM + 16, SMALL, Palette.INK);
        }
        for (int e = yFrom; e <= yTo; e++) {
            double at = y(Math.pow(10, e));
            pen.line(LEFT, at, WIDTH - RIGHT, at, Palette.LINE).right(number(e), LEFT - 8, at + 4, SMALL, Palette.INK);
        }
        pen.centre("operations for each byte that must move", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, SMALL, Palette.SOFT_INK);
        pen.upwards("GFLOP/s", 20, (TOP + HEIGHT) / 2.0, SMALL, Palette.SOFT_INK);
        roof(g, pen);
        dots(g, pen);
    }

    private static String number(int e) {
        return e >= 0 ? Long.toString((long) Math.pow(10, e)) : "0." + "0".repeat(-e - 1) + "1";
    }

    private void roof(Graphics2D g, Pen pen) {
        double low = Math.pow(10, xFrom), high = Math.pow(10, xTo);
        Path2D line = new Path2D.Double();
        line.moveTo(x(low), y(roof.attainable(low)));
        line.lineTo(x(roof.ridge()), y(roof.peak()));
        line.lineTo(x(high), y(roof.peak()));
        g.setColor(Palette.INK);
        g.setStroke(new BasicStroke(2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(line);
        pen.right("the arithmetic is the limit", x(high) - 6, y(roof.peak()) - 7, SMALL, Palette.SOFT_INK);
        Graphics2D turned = (Graphics2D) g.create();
        double middle = Math.sqrt(low * roof.ridge());
        turned.translate(x(middle), y(roof.attainable(middle)));
        turned.rotate(Math.atan2(y(roof.peak()) - y(roof.attainable(low)), x(roof.ridge()) - x(low)));
        new Pen(turned).centre("the memory is the limit", 0, -7, SMALL, Palette.SOFT_INK);
        turned.dispose();
    }

    /** The names to the right of their dots, or to the left where there is no room, from the top down, each below the one before. */
    private void dots(Graphics2D g, Pen pen) {
        List<double[]> taken = new ArrayList<>();
        double longest = points.stream().mapToDouble(p -> Pen.widthOf(p.name(), NAME)).max().orElse(0);
        List<Roofline.Point> fromTop = points.stream().sorted(Comparator.comparingDouble((Roofline.Point p) -> -p.gigaflops())).toList();
        for (Roofline.Point p : fromTop) {
            double at = x(p.intensity()), over = y(p.gigaflops()), wide = Pen.widthOf(p.name(), NAME);
            Color color = Palette.series(points.indexOf(p));
            boolean toLeft = at + 12 + longest > WIDTH - RIGHT;
            boolean under = p.intensity() < roof.ridge();      // beside it the slanted roof may pass
            double start = under ? Math.max(LEFT + 4, at - wide / 2) : toLeft ? at - 12 - wide : at + 12, base = under ? over + 20 : over + 4;
            for (boolean moved = true; moved;) {
                moved = false;
                for (double[] box : taken)
                    if (start < box[1] && start + wide > box[0] && Math.abs(base - box[2]) < 15) {
                        base = box[2] + 15;
                        moved = true;
                    }
            }
            taken.add(new double[] {start, start + wide, base});
            if (!under && base > over + 10) pen.line(at, over, toLeft ? start + wide + 2 : start - 2, base - 4, Palette.SOFT_INK);
            g.setColor(color);
            g.fill(new Ellipse2D.Double(at - DOT, over - DOT, 2 * DOT, 2 * DOT));
            pen.left(p.name(), start, base, NAME, Palette.INK);
        }
    }
}
