package org.convbook.lab;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;

import org.convbook.chart.Palette;
import org.convbook.chart.Pen;
import org.convbook.lab.ArchitecturePart.Kind;

/** Lines, faces and colours of a network's drawing. */
final class ArchitectureStrokes {
    /** What goes around boxes. */
    static final Color AROUND = Palette.series(1);

    private ArchitectureStrokes() {}

    /** A line with round corners from a point up to the height y, across, and down to another point, where it ends in a tip. */
    static void over(Graphics2D g, double x1, double y1, double y, double x2, double y2) {
        double r = Math.min(8, Math.abs(x2 - x1) / 2);
        g.setColor(AROUND);
        g.setStroke(new BasicStroke(1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        Path2D path = new Path2D.Double();
        path.moveTo(x1, y1);
        path.lineTo(x1, y + r);
        path.quadTo(x1, y, x1 + r, y);
        path.lineTo(x2 - r, y);
        path.quadTo(x2, y, x2, y + r);
        path.lineTo(x2, y2 - 2);
        g.draw(path);
        tip(g, x2, y2, 0, 1, AROUND);
    }

    /** A round-cornered box: small, or a dashed frame. */
    static void round(Graphics2D g, RoundRectangle2D box, Color fill, Color edge) {
        if (fill != null) {
            g.setColor(fill);
            g.fill(box);
        }
        g.setColor(edge);
        g.setStroke(fill != null ? new BasicStroke(1) : new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {3, 3}, 0));
        g.draw(box);
    }

    static void join(Graphics2D g, double x, double y, boolean sum) {
        g.setColor(Palette.PAPER);
        g.fill(new Ellipse2D.Double(x - 7, y - 7, 14, 14));
        g.setColor(Palette.INK);
        g.setStroke(new BasicStroke(1.2f));
        g.draw(new Ellipse2D.Double(x - 7, y - 7, 14, 14));
        if (sum) {
            line(g, x - 4, y, x + 4, y, Palette.INK);
            line(g, x, y - 4, x, y + 4, Palette.INK);
        } else {
            line(g, x - 2, y - 4, x - 2, y + 4, Palette.INK);
            line(g, x + 2, y - 4, x + 2, y + 4, Palette.INK);
        }
    }

    static void curve(Graphics2D g, double x1, double y1, double x2, double y2) {
        g.setColor(Palette.LINE);
        g.setStroke(new BasicStroke(1.2f));
        Path2D path = new Path2D.Double();
        path.moveTo(x1, y1);
        path.curveTo((x1 + x2) / 2, y1, (x1 + x2) / 2, y2, x2, y2);
        g.draw(path);
    }

    static void line(Graphics2D g, double x1, double y1, double x2, double y2, Color colour) {
        new Pen(g).line(x1, y1, x2, y2, colour);
    }

    static void arrow(Graphics2D g, double x1, double y1, double x2, double y2, Color colour) {
        line(g, x1, y1, x2, y2, colour);
        tip(g, x2, y2, 1, 0, colour);
    }

    /** An arrow's head that ends at (x, y) in the direction (dx, dy). */
    static void tip(Graphics2D g, double x, double y, double dx, double dy, Color colour) {
        Path2D head = new Path2D.Double();
        head.moveTo(x, y);
        head.lineTo(x - 6 * dx - 3.2 * dy, y - 6 * dy - 3.2 * dx);
        head.lineTo(x - 6 * dx + 3.2 * dy, y - 6 * dy + 3.2 * dx);
        head.closePath();
        g.setColor(colour);
        g.fill(head);
    }

    static void face(Graphics2D g, Color colour, double... xy) {
        Path2D path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) path.lineTo(xy[i], xy[i + 1]);
        path.closePath();
        g.setColor(colour);
        g.fill(path);
        g.setColor(Palette.INK);
        g.setStroke(new BasicStroke(0.5f));
        g.draw(path);
    }

    static Color colour(Kind kind) {
        return switch (kind) {
            case INPUT -> new Color(0x9A, 0xA3, 0xAF);
            case CONVOLUTION -> Palette.series(0);
            case POOLING -> Palette.series(4);
            case DENSE -> Palette.series(2);
            case UPWARDS -> Palette.series(3);
            case OTHER -> Palette.series(6);
        };
    }

    static Color markColour(String mark) {
        if (mark.startsWith("BatchNorm") || mark.startsWith("LocalResponse")) return new Color(0x4B, 0x2E, 0x83);
        return mark.startsWith("Dropout") ? new Color(0x70, 0x70, 0x70) : Palette.series(1);
    }

    static Color mix(Color a, Color b, double share) {
        return new Color((int) (a.getRed() + (b.getRed() - a.getRed()) * share), (int) (a.getGreen() + (b.getGreen() - a.getGreen()) * share),
            (int) (a.getBlue() + (b.getBlue() - a.getBlue()) * share));
    }
}
