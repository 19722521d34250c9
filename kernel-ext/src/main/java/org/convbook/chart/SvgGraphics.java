package org.convbook.chart;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.GlyphVector;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.ImageObserver;
import java.text.AttributedCharacterIterator;
import java.util.function.Consumer;

/**
 * Java2D that writes SVG. Shapes are written in figure coordinates; images are embedded and enlarged pixel by pixel;
 * text stays text, held to the width that Java measured. A paint that is not a plain colour becomes the last plain colour.
 */
final class SvgGraphics extends StateGraphics {
    private final SvgDocument out;

    private SvgGraphics(SvgDocument out, Graphics2D state) {
        super(state);
        this.out = out;
    }

    static String draw(int width, int height, String title, Consumer<Graphics2D> painter) {
        Graphics2D state = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        state.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        try {
            SvgDocument out = new SvgDocument(width, height, title);
            painter.accept(new SvgGraphics(out, state));
            return out.close();
        } finally {
            state.dispose();
        }
    }

    @Override SvgGraphics copy(Graphics2D copyOfState) {
        return new SvgGraphics(out, copyOfState);
    }

    @Override public void fill(Shape shape) {
        Shape device = getTransform().createTransformedShape(shape);
        if (isHidden(device.getBounds2D())) return;
        out.shape(device, paintAttributes("fill"), clipFor(device.getBounds2D()));
    }

    @Override public void draw(Shape shape) {
        AffineTransform t = getTransform();
        boolean even = (t.getType() & ~(AffineTransform.TYPE_TRANSLATION | AffineTransform.TYPE_UNIFORM_SCALE
            | AffineTransform.TYPE_QUADRANT_ROTATION | AffineTransform.TYPE_GENERAL_ROTATION)) == 0;
        if (!(getStroke() instanceof BasicStroke) || !even) {
            fill(getStroke().createStrokedShape(shape));
            return;
        }
        BasicStroke stroke = (BasicStroke) getStroke();
        double scale = Math.sqrt(Math.abs(t.getDeterminant()));
        Shape device = t.createTransformedShape(shape);
        double half = stroke.getLineWidth() * scale * (stroke.getLineJoin() == BasicStroke.JOIN_MITER ? stroke.getMiterLimit() : 1);
        Rectangle2D bounds = device.getBounds2D();
        bounds.setRect(bounds.getX() - half, bounds.getY() - half, bounds.getWidth() + 2 * half, bounds.getHeight() + 2 * half);
        if (isHidden(bounds)) return;
        out.shape(device, " fill=\"none\"" + paintAttributes("stroke") + SvgDocument.strokeAttributes(stroke, scale), clipFor(bounds));
    }

    @Override public void drawString(String text, float x, float y) {
        if (text.isBlank()) return;
        Rectangle2D bounds = getFont().getStringBounds(text, getFontRenderContext());
        Shape box = new Rectangle2D.Double(x + bounds.getX(), y + bounds.getY(), bounds.getWidth(), bounds.getHeight());
        Rectangle2D device = getTransform().createTransformedShape(box).getBounds2D();
        if (isHidden(device)) return;
        out.text(text, new SvgDocument.TextAt(x, y, bounds.getWidth(), getFont(), getTransform()), paintAttributes("fill"), clipFor(device));
    }

    @Override public void drawString(AttributedCharacterIterator text, float x, float y) {
        fill(new TextLayout(text, getFontRenderContext()).getOutline(AffineTransform.getTranslateInstance(x, y)));
    }

    @Override public void drawGlyphVector(GlyphVector glyphs, float x, float y) {
        fill(glyphs.getOutline(x, y));
    }

    @Override public boolean drawImage(Image image, AffineTransform placed, ImageObserver observer) {
        AffineTransform t = getTransform();
        t.concatenate(placed);
        Rectangle2D box = new Rectangle2D.Double(0, 0, image.getWidth(null), image.getHeight(null));
        Rectangle2D device = t.createTransformedShape(box).getBounds2D();
        if (!isHidden(device)) out.image(asBuffered(image), t, clipFor(device));
        return true;
    }

    @Override public boolean hit(Rectangle device, Shape shape, boolean onStroke) {
        Shape drawn = onStroke ? getStroke().createStrokedShape(shape) : shape;
        return getTransform().createTransformedShape(drawn).intersects(device);
    }

    private boolean isHidden(Rectangle2D device) {
        Shape clip = deviceClip();
        return clip != null && !clip.intersects(device.getX(), device.getY(), Math.max(device.getWidth(), 0.01), Math.max(device.getHeight(), 0.01));
    }

    /** The clip that cuts something off the given box, else null: most drawings lie wholly inside their clip. */
    private Shape clipFor(Rectangle2D device) {
        Shape clip = deviceClip();
        return clip == null || clip.contains(device) ? null : clip;
    }

    private Shape deviceClip() {
        return getClip() == null ? null : getTransform().createTransformedShape(getClip());
    }

    private String paintAttributes(String kind) {
        Color color = getPaint() instanceof Color c ? c : getColor();
        double alpha = color.getAlpha() / 255.0 * (getComposite() instanceof AlphaComposite a ? a.getAlpha() : 1);
        String value = String.format(" %s=\"#%06x\"", kind, color.getRGB() & 0xFFFFFF);
        return alpha >= 1 ? value : value + " " + kind + "-opacity=\"" + SvgDocument.number(alpha) + "\"";
    }
}
