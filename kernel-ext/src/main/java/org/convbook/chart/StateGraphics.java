package org.convbook.chart;

import java.awt.Color;
import java.awt.Composite;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.GraphicsConfiguration;
import java.awt.Image;
import java.awt.Paint;
import java.awt.Polygon;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.BufferedImageOp;
import java.awt.image.ImageObserver;
import java.awt.image.RenderedImage;
import java.awt.image.renderable.RenderableImage;
import java.text.AttributedCharacterIterator;
import java.util.Map;

/**
 * The dull part of a {@link Graphics2D}: transform, clip, paint and font live in an ordinary Java2D context, and every convenience
 * call becomes fill, draw, drawString or drawImage, which a subclass gives meaning.
 */
abstract class StateGraphics extends Graphics2D {
    private final Graphics2D state;

    StateGraphics(Graphics2D state) {
        this.state = state;
    }

    abstract StateGraphics copy(Graphics2D copyOfState);

    static BufferedImage asBuffered(Image image) {
        if (image instanceof BufferedImage b) return b;
        BufferedImage copy = new BufferedImage(image.getWidth(null), image.getHeight(null), BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = copy.createGraphics();
        g.drawImage(image, 0, 0, null);
        g.dispose();
        return copy;
    }

    @Override public java.awt.Graphics create() { return copy((Graphics2D) state.create()); }
    @Override public void dispose() { state.dispose(); }

    @Override public Color getColor() { return state.getColor(); }
    @Override public void setColor(Color c) { state.setColor(c); }
    @Override public Paint getPaint() { return state.getPaint(); }
    @Override public void setPaint(Paint p) { state.setPaint(p); }
    @Override public Color getBackground() { return state.getBackground(); }
    @Override public void setBackground(Color c) { state.setBackground(c); }
    @Override public Stroke getStroke() { return state.getStroke(); }
    @Override public void setStroke(Stroke s) { state.setStroke(s); }
    @Override public Composite getComposite() { return state.getComposite(); }
    @Override public void setComposite(Composite c) { state.setComposite(c); }
    @Override public void setPaintMode() { state.setPaintMode(); }
    @Override public void setXORMode(Color c) { throw new UnsupportedOperationException("SVG has no XOR mode"); }
    @Override public Font getFont() { return state.getFont(); }
    @Override public void setFont(Font f) { state.setFont(f); }
    @Override public FontMetrics getFontMetrics(Font f) { return state.getFontMetrics(f); }
    @Override public FontRenderContext getFontRenderContext() { return state.getFontRenderContext(); }
    @Override public GraphicsConfiguration getDeviceConfiguration() { return state.getDeviceConfiguration(); }

    @Override public Object getRenderingHint(RenderingHints.Key key) { return state.getRenderingHint(key); }
    @Override public void setRenderingHint(RenderingHints.Key key, Object value) { state.setRenderingHint(key, value); }
    @Override public RenderingHints getRenderingHints() { return state.getRenderingHints(); }
    @Override public void setRenderingHints(Map<?, ?> hints) { state.setRenderingHints(hints); }
    @Override public void addRenderingHints(Map<?, ?> hints) { state.addRenderingHints(hints); }

    @Override public void translate(int x, int y) { state.translate(x, y); }
    @Override public void translate(double x, double y) { state.translate(x, y); }
    @Override public void rotate(double angle) { state.rotate(angle); }
    @Override public void rotate(double angle, double x, double y) { state.rotate(angle, x, y); }
    @Override public void scale(double x, double y) { state.scale(x, y); }
    @Override public void shear(double x, double y) { state.shear(x, y); }
    @Override public void transform(AffineTransform t) { state.transform(t); }
    @Override public void setTransform(AffineTransform t) { state.setTransform(t); }
    @Override public AffineTransform getTransform() { return state.getTransform(); }

    @Override public Shape getClip() { return state.getClip(); }
    @Override public Rectangle getClipBounds() { return state.getClipBounds(); }
    @Override public void clip(Shape s) { state.clip(s); }
    @Override public void clipRect(int x, int y, int w, int h) { state.clipRect(x, y, w, h); }
    @Override public void setClip(int x, int y, int w, int h) { state.setClip(x, y, w, h); }
    @Override public void setClip(Shape s) { state.setClip(s); }

    @Override public void drawLine(int x1, int y1, int x2, int y2) { draw(new Line2D.Double(x1, y1, x2, y2)); }
    @Override public void fillRect(int x, int y, int w, int h) { fill(new Rectangle(x, y, w, h)); }
    @Override public void drawRoundRect(int x, int y, int w, int h, int aw, int ah) { draw(new RoundRectangle2D.Double(x, y, w, h, aw, ah)); }
    @Override public void fillRoundRect(int x, int y, int w, int h, int aw, int ah) { fill(new RoundRectangle2D.Double(x, y, w, h, aw, ah)); }
    @Override public void drawOval(int x, int y, int w, int h) { draw(new Ellipse2D.Double(x, y, w, h)); }
    @Override public void fillOval(int x, int y, int w, int h) { fill(new Ellipse2D.Double(x, y, w, h)); }
    @Override public void drawArc(int x, int y, int w, int h, int from, int by) { draw(new Arc2D.Double(x, y, w, h, from, by, Arc2D.OPEN)); }
    @Override public void fillArc(int x, int y, int w, int h, int from, int by) { fill(new Arc2D.Double(x, y, w, h, from, by, Arc2D.PIE)); }
    @Override public void drawPolygon(int[] xs, int[] ys, int n) { draw(new Polygon(xs, ys, n)); }
    @Override public void fillPolygon(int[] xs, int[] ys, int n) { fill(new Polygon(xs, ys, n)); }

    @Override public void clearRect(int x, int y, int w, int h) {
        Paint before = getPaint();
        setPaint(getBackground());
        fillRect(x, y, w, h);
        setPaint(before);
    }

    @Override public void drawPolyline(int[] xs, int[] ys, int n) {
        if (n < 1) return;
        Path2D path = new Path2D.Double();
        path.moveTo(xs[0], ys[0]);
        for (int i = 1; i < n; i++) path.lineTo(xs[i], ys[i]);
        draw(path);
    }

    @Override public void copyArea(int x, int y, int w, int h, int dx, int dy) {
        throw new UnsupportedOperationException("SVG cannot copy what is drawn already");
    }

    @Override public void drawString(String text, int x, int y) { drawString(text, (float) x, (float) y); }
    @Override public void drawString(AttributedCharacterIterator text, int x, int y) { drawString(text, (float) x, (float) y); }

    @Override public boolean drawImage(Image i, int x, int y, ImageObserver o) {
        return drawImage(i, AffineTransform.getTranslateInstance(x, y), o);
    }

    @Override public boolean drawImage(Image i, int x, int y, int w, int h, ImageObserver o) {
        return drawImage(i, new AffineTransform((double) w / i.getWidth(null), 0, 0, (double) h / i.getHeight(null), x, y), o);
    }

    @Override public boolean drawImage(Image i, int x, int y, Color under, ImageObserver o) {
        return drawImage(i, x, y, i.getWidth(null), i.getHeight(null), under, o);
    }

    @Override public boolean drawImage(Image i, int x, int y, int w, int h, Color under, ImageObserver o) {
        Paint before = getPaint();
        setPaint(under);
        fillRect(x, y, w, h);
        setPaint(before);
        return drawImage(i, x, y, w, h, o);
    }

    @Override public boolean drawImage(Image i, int dx1, int dy1, int dx2, int dy2, int sx1, int sy1, int sx2, int sy2, ImageObserver o) {
        BufferedImage part = asBuffered(i).getSubimage(Math.min(sx1, sx2), Math.min(sy1, sy2), Math.abs(sx2 - sx1), Math.abs(sy2 - sy1));
        return drawImage(part, dx1, dy1, dx2 - dx1, dy2 - dy1, o);
    }

    @Override public boolean drawImage(Image i, int dx1, int dy1, int dx2, int dy2, int sx1, int sy1, int sx2, int sy2,
        Color under, ImageObserver o) {
        return drawImage(i, dx1, dy1, dx2, dy2, sx1, sy1, sx2, sy2, o);
    }

    @Override public void drawImage(BufferedImage image, BufferedImageOp op, int x, int y) {
        drawImage(op == null ? image : op.filter(image, null), x, y, null);
    }

    @Override public void drawRenderedImage(RenderedImage image, AffineTransform t) {
        BufferedImage copy = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = copy.createGraphics();
        g.drawRenderedImage(image, new AffineTransform());
        g.dispose();
        drawImage(copy, t, null);
    }

    @Override public void drawRenderableImage(RenderableImage image, AffineTransform t) {
        drawRenderedImage(image.createDefaultRendering(), t);
    }
}
