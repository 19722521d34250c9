package org.convbook.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Text and boxes at exact places, for the figures that are drawn by hand. Positions and sizes are in CSS pixels. */
public final class Pen {
    private static final FontRenderContext MEASURE = new FontRenderContext(new AffineTransform(), true, true);
    private static final String ELLIPSIS = "…";

    private final Graphics2D g;

    /** A pen that draws on the given context. */
    public Pen(Graphics2D g) {
        this.g = g;
    }

    /** How wide the text is in the font. */
    public static double widthOf(String text, Font font) {
        return text.isEmpty() ? 0 : font.getStringBounds(text, MEASURE).getWidth();
    }

    /** The text, or its beginning with an ellipsis, so that it is no wider than {@code width}. */
    public static String fit(String text, Font font, double width) {
        if (widthOf(text, font) <= width) return text;
        int end = text.length();
        while (end > 0 && widthOf(text.substring(0, end) + ELLIPSIS, font) > width) end = text.offsetByCodePoints(end, -1);
        return text.substring(0, end) + ELLIPSIS;
    }

    /** Text that starts at x, its base line at y. */
    public Pen left(String text, double x, double y, Font font, Color color) {
        return place(text, x, y, font, color);
    }

    /** Text that ends at x. */
    public Pen right(String text, double x, double y, Font font, Color color) {
        return place(text, x - widthOf(text, font), y, font, color);
    }

    /** Text whose middle is at x. */
    public Pen centre(String text, double x, double y, Font font, Color color) {
        return place(text, x - widthOf(text, font) / 2, y, font, color);
    }

    /** Text that runs upwards, starting at (x, y). */
    public Pen upwards(String text, double x, double y, Font font, Color color) {
        Graphics2D turned = (Graphics2D) g.create();
        turned.translate(x, y);
        turned.rotate(-Math.PI / 2);
        new Pen(turned).place(text, 0, 0, font, color);
        turned.dispose();
        return this;
    }

    /** A filled box. */
    public Pen box(double x, double y, double width, double height, Color color) {
        g.setColor(color);
        g.fill(new Rectangle2D.Double(x, y, width, height));
        return this;
    }

    /** A thin line around a box. */
    public Pen frame(double x, double y, double width, double height, Color color) {
        g.setColor(color);
        g.setStroke(new BasicStroke(1));
        g.draw(new Rectangle2D.Double(x, y, width, height));
        return this;
    }

    /** A thick frame just outside a box: this one is meant. */
    public Pen mark(double x, double y, double width, double height) {
        g.setColor(Palette.MARK);
        g.setStroke(new BasicStroke(2));
        g.draw(new Rectangle2D.Double(x - 1.5, y - 1.5, width + 3, height + 3));
        return this;
    }

    /** A thin line. */
    public Pen line(double x1, double y1, double x2, double y2, Color color) {
        g.setColor(color);
        g.setStroke(new BasicStroke(1));
        g.draw(new Line2D.Double(x1, y1, x2, y2));
        return this;
    }

    /** A picture whose pixels become squares of {@code factor} CSS pixels. */
    public Pen picture(BufferedImage image, double x, double y, double factor) {
        g.drawImage(image, new AffineTransform(factor, 0, 0, factor, x, y), null);
        return this;
    }

    private Pen place(String text, double x, double y, Font font, Color color) {
        g.setFont(font);
        g.setColor(color);
        g.drawString(text, (float) x, (float) y);
        return this;
    }
}
