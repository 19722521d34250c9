package org.convbook.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class FigureTest {
    private static final Figure RED = Figure.of(10, 20, "red\nmore", g -> {
        g.setColor(Color.RED);
        g.fillRect(0, 0, 5, 20);
    });

    static Document parse(String svg) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new AssertionError("not well-formed: " + svg, e);
        }
    }

    @Test void pixelsAreScaledAndTheRestIsWhite() {
        BufferedImage image = RED.image(2);
        assertEquals(20, image.getWidth());
        assertEquals(40, image.getHeight());
        assertEquals(Color.RED.getRGB(), image.getRGB(9, 39));
        assertEquals(Color.WHITE.getRGB(), image.getRGB(10, 0));
    }

    @Test void pngIsReadBack() throws IOException {
        assertEquals(15, ImageIO.read(new ByteArrayInputStream(RED.png(1.5))).getWidth());
    }

    @Test void svgIsExact() {
        assertEquals("""
            <svg xmlns="http://www.w3.org/2000/svg" width="10" height="20" viewBox="0 0 10 20" role="img">
            <title>red</title>
            <rect width="10" height="20" fill="#ffffff"/>
            <rect x="0" y="0" width="5" height="20" fill="#ff0000"/>
            </svg>
            """, RED.svg());
    }

    @Test void textIsEscapedAndHeldToItsWidth() {
        Figure f = Figure.of(100, 20, "<b>&\u0001", g -> new Pen(g).left("a<b & \"c\"", 3, 12, Palette.font(10), Color.BLACK));
        Element text = (Element) parse(f.svg()).getElementsByTagName("text").item(0);
        assertEquals("a<b & \"c\"", text.getTextContent());
        assertEquals(Pen.widthOf("a<b & \"c\"", Palette.font(10)), Double.parseDouble(text.getAttribute("textLength")), 0.01);
        assertEquals("<b>&\uFFFD", parse(f.svg()).getElementsByTagName("title").item(0).getTextContent());
    }

    @Test void imagesStayPixelsWhenEnlarged() {
        Figure f = Figure.of(40, 40, "x", g -> new Pen(g).picture(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), 5, 6, 8));
        Element image = (Element) parse(f.svg()).getElementsByTagName("image").item(0);
        assertEquals("32", image.getAttribute("width"));
        assertEquals("6", image.getAttribute("y"));
        assertEquals("image-rendering:pixelated", image.getAttribute("style"));
    }

    @Test void aClipIsWrittenOnlyWhereItCuts() {
        Figure inside = Figure.of(20, 20, "a", g -> {
            g.clipRect(0, 0, 20, 20);
            g.fill(new Ellipse2D.Double(2, 2, 5, 5));
        });
        Figure cut = Figure.of(20, 20, "a", g -> {
            g.clipRect(0, 0, 4, 20);
            g.fill(new Ellipse2D.Double(2, 2, 5, 5));
            g.fillRect(10, 0, 5, 5);
        });
        assertFalse(inside.svg().contains("clipPath"));
        Element clip = (Element) parse(cut.svg()).getElementsByTagName("clipPath").item(0);
        assertTrue(cut.svg().contains("url(#" + clip.getAttribute("id") + ")"));
        assertEquals(2, parse(cut.svg()).getElementsByTagName("rect").getLength() + parse(cut.svg()).getElementsByTagName("path").getLength() - 1,
            "the background and the ellipse; the rectangle is wholly outside the clip");
    }

    @Test void idsOfTwoDrawingsDiffer() {
        String[] ids = new String[2];
        for (int i = 0; i < 2; i++) {
            int width = 3 + i;
            Figure f = Figure.of(20, 20, "a", g -> {
                g.clipRect(0, 0, width, 20);
                g.fillOval(0, 0, 10, 10);
            });
            ids[i] = ((Element) parse(f.svg()).getElementsByTagName("clipPath").item(0)).getAttribute("id");
        }
        assertNotEquals(ids[0], ids[1]);
    }

    @Test void aRowPutsFiguresBesideEachOther() {
        Figure row = Figure.row(4, RED, RED);
        assertEquals(24, row.width());
        assertEquals(Color.RED.getRGB(), row.image(1).getRGB(15, 10));
        assertEquals("red\nmore\nred\nmore", row.text());
        assertEquals(43, Figure.column(3, RED, RED).height());
    }

    @Test void badSizesAreRefused() {
        var e = assertThrows(IllegalArgumentException.class, () -> Figure.of(0, 5000, "x", g -> { }));
        assertEquals("Figure: size must be 1 to 4000 pixels each way, got 0 x 5000", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> RED.image(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Figure.row(4));
    }

    @Test void savesByEnding(@TempDir Path dir) throws IOException {
        Path svg = dir.resolve("a.svg"), png = dir.resolve("a.png");
        RED.save(svg);
        RED.save(png);
        assertEquals(RED.svg(), Files.readString(svg));
        assertEquals(20, ImageIO.read(png.toFile()).getWidth());
        var e = assertThrows(IllegalArgumentException.class, () -> RED.save(Path.of("a.gif")));
        assertEquals("Figure: a file name must end in .svg or .png, got a.gif", e.getMessage());
    }
}
