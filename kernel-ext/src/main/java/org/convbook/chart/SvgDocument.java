package org.convbook.chart;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;


/** The text of one SVG drawing. Lengths are written to a hundredth of a pixel. */
final class SvgDocument {
    // Stands for the document's own prefix of ids until its content, hence the prefix, is known: pages hold many drawings.
    private static final String PREFIX = "\u0001";
    private static final int HUNDRED = 100;

    /** Where a text starts on its base line, how wide Java measured it, and in what font. */
    record TextAt(double x, double y, double width, Font font, AffineTransform transform) {}

    private final StringBuilder body = new StringBuilder(1 << 14);
    private final Map<String, String> clips = new LinkedHashMap<>();
    private final int width;
    private final int height;
    private final String title;

    SvgDocument(int width, int height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    void shape(Shape shape, String attributes, Shape clip) {
        if (shape instanceof Rectangle2D || isBox(shape)) {
            Rectangle2D r = shape.getBounds2D();
            body.append("<rect").append(attribute("x", r.getX())).append(attribute("y", r.getY()))
                .append(attribute("width", r.getWidth())).append(attribute("height", r.getHeight()));
        } else {
            body.append("<path d=\"");
            path(shape, body);
            body.append('"');
        }
        body.append(attributes).append(clipAttribute(clip)).append("/>\n");
    }

    void text(String text, TextAt at, String attributes, Shape clip) {
        if (clip != null) body.append("<g").append(clipAttribute(clip)).append('>');
        AffineTransform t = at.transform();
        boolean onlyMoved = (t.getType() & ~AffineTransform.TYPE_TRANSLATION) == 0;
        body.append("<text").append(attribute("x", at.x() + (onlyMoved ? t.getTranslateX() : 0)))
            .append(attribute("y", at.y() + (onlyMoved ? t.getTranslateY() : 0)));
        if (!onlyMoved) body.append(matrix(t));
        body.append(" font-family=\"").append(escape(family(at.font()))).append('"').append(attribute("font-size", at.font().getSize2D()));
        if (at.font().isBold()) body.append(" font-weight=\"bold\"");
        if (at.font().isItalic()) body.append(" font-style=\"italic\"");
        body.append(attribute("textLength", at.width())).append(" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\"")
            .append(attributes).append('>').append(escape(text)).append("</text>");
        body.append(clip != null ? "</g>\n" : "\n");
    }

    void image(BufferedImage image, AffineTransform t, Shape clip) {
        if (clip != null) body.append("<g").append(clipAttribute(clip)).append('>');
        boolean upright = t.getShearX() == 0 && t.getShearY() == 0 && t.getScaleX() > 0 && t.getScaleY() > 0;
        body.append("<image");
        if (upright) body.append(attribute("x", t.getTranslateX())).append(attribute("y", t.getTranslateY()));
        body.append(attribute("width", image.getWidth() * (upright ? t.getScaleX() : 1)))
            .append(attribute("height", image.getHeight() * (upright ? t.getScaleY() : 1)));
        if (!upright) body.append(matrix(t));
        body.append(" preserveAspectRatio=\"none\"");
        if (Math.abs(t.getDeterminant()) > 1) body.append(" style=\"image-rendering:pixelated\"");
        body.append(" href=\"data:image/png;base64,").append(Base64.getEncoder().encodeToString(Pictures.png(image))).append("\"/>");
        body.append(clip != null ? "</g>\n" : "\n");
    }

    String close() {
        StringBuilder all = new StringBuilder(body.length() + 1000);
        all.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").append(width).append("\" height=\"").append(height)
            .append("\" viewBox=\"0 0 ").append(width).append(' ').append(height).append("\" role=\"img\">\n")
            .append("<title>").append(escape(title)).append("</title>\n");
        if (!clips.isEmpty()) {
            all.append("<defs>");
            clips.forEach((d, id) -> all.append("<clipPath id=\"").append(id).append("\"><path d=\"").append(d).append("\"/></clipPath>"));
            all.append("</defs>\n");
        }
        all.append("<rect width=\"").append(width).append("\" height=\"").append(height).append("\" fill=\"#ffffff\"/>\n")
            .append(body).append("</svg>\n");
        String text = all.toString();
        return text.replace(PREFIX, "f" + Integer.toHexString(text.hashCode()) + "-");
    }

    static String strokeAttributes(BasicStroke stroke, double scale) {
        StringBuilder s = new StringBuilder(attribute("stroke-width", stroke.getLineWidth() * scale));
        if (stroke.getEndCap() == BasicStroke.CAP_ROUND) s.append(" stroke-linecap=\"round\"");
        if (stroke.getEndCap() == BasicStroke.CAP_SQUARE) s.append(" stroke-linecap=\"square\"");
        if (stroke.getLineJoin() == BasicStroke.JOIN_ROUND) s.append(" stroke-linejoin=\"round\"");
        if (stroke.getLineJoin() == BasicStroke.JOIN_BEVEL) s.append(" stroke-linejoin=\"bevel\"");
        if (stroke.getDashArray() != null) {
            s.append(" stroke-dasharray=\"");
            for (float dash : stroke.getDashArray()) s.append(number(dash * scale)).append(' ');
            s.setCharAt(s.length() - 1, '"');
        }
        return s.toString();
    }

    /** The number to a hundredth, without trailing zeros. */
    static String number(double v) {
        StringBuilder s = new StringBuilder();
        hundredths(Math.round(v * HUNDRED), s);
        return s.toString();
    }

    static String escape(String text) {
        StringBuilder s = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> s.append("&amp;");
                case '<' -> s.append("&lt;");
                case '>' -> s.append("&gt;");
                case '"' -> s.append("&quot;");
                default -> s.appendCodePoint(allowed(c) ? c : 0xFFFD);
            }
        });
        return s.toString();
    }

    private static boolean allowed(int c) {
        return c == '\t' || c == '\n' || c == '\r' || c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000;
    }

    private static String attribute(String name, double value) {
        return " " + name + "=\"" + number(value) + "\"";
    }

    private static String matrix(AffineTransform t) {
        double[] m = new double[6];
        t.getMatrix(m);
        StringBuilder s = new StringBuilder(" transform=\"matrix(");
        for (int i = 0; i < m.length; i++) s.append(i == 0 ? "" : " ").append(i < 4 ? String.valueOf((float) m[i]) : number(m[i]));
        return s.append(")\"").toString();
    }

    private String clipAttribute(Shape clip) {
        if (clip == null) return "";
        StringBuilder d = new StringBuilder();
        path(clip, d);
        String id = clips.computeIfAbsent(d.toString(), k -> PREFIX + clips.size());
        return " clip-path=\"url(#" + id + ")\"";
    }

    private static String family(Font font) {
        String own = font.getFamily();
        return own.equals("DejaVu Sans") || own.equals(Font.SANS_SERIF) ? "DejaVu Sans, Verdana, sans-serif"
            : own.contains("Mono") ? "DejaVu Sans Mono, Consolas, monospace" : own + ", sans-serif";
    }

    private static boolean isBox(Shape shape) {
        PathIterator i = shape.getPathIterator(null);
        Rectangle2D bounds = shape.getBounds2D();
        double[] p = new double[6];
        int corners = 0;
        for (; !i.isDone(); i.next()) {
            int kind = i.currentSegment(p);
            if (kind == PathIterator.SEG_CLOSE) continue;
            boolean starts = kind == PathIterator.SEG_MOVETO;
            if (starts != (corners == 0) || !starts && kind != PathIterator.SEG_LINETO) return false;
            boolean left = p[0] == bounds.getMinX(), top = p[1] == bounds.getMinY();
            if (!left && p[0] != bounds.getMaxX() || !top && p[1] != bounds.getMaxY()) return false;
            boolean expectLeft = corners % 4 == 0 || corners % 4 == 3, expectTop = corners % 4 < 2;
            if (left != expectLeft || top != expectTop) return false;
            corners++;
        }
        return corners >= 4 && corners <= 5;
    }

    /** Relative commands on a grid of hundredths: rounding never adds up along the path. */
    private static void path(Shape shape, StringBuilder s) {
        double[] p = new double[6];
        long[] at = new long[2], start = new long[2];
        for (PathIterator i = shape.getPathIterator(null); !i.isDone(); i.next()) {
            int kind = i.currentSegment(p);
            switch (kind) {
                case PathIterator.SEG_MOVETO -> segment('m', 2, p, at, s);
                case PathIterator.SEG_LINETO -> segment('l', 2, p, at, s);
                case PathIterator.SEG_QUADTO -> segment('q', 4, p, at, s);
                case PathIterator.SEG_CUBICTO -> segment('c', 6, p, at, s);
                default -> s.append('z');
            }
            if (kind == PathIterator.SEG_MOVETO) System.arraycopy(at, 0, start, 0, 2);
            if (kind == PathIterator.SEG_CLOSE) System.arraycopy(start, 0, at, 0, 2);
        }
    }

    private static void segment(char command, int n, double[] p, long[] at, StringBuilder s) {
        s.append(command);
        long x = 0, y = 0;
        for (int k = 0; k < n; k += 2) {
            x = Math.round(p[k] * HUNDRED);
            y = Math.round(p[k + 1] * HUNDRED);
            if (k > 0) s.append(' ');
            hundredths(x - at[0], s);
            s.append(' ');
            hundredths(y - at[1], s);
        }
        at[0] = x;
        at[1] = y;
    }

    private static void hundredths(long n, StringBuilder s) {
        if (n < 0) s.append('-');
        long whole = Math.abs(n) / HUNDRED, rest = Math.abs(n) % HUNDRED;
        if (whole > 0 || rest == 0) s.append(whole);
        if (rest == 0) return;
        s.append('.').append((char) ('0' + rest / 10));
        if (rest % 10 != 0) s.append((char) ('0' + rest % 10));
    }
}
