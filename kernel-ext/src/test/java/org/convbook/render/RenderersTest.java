package org.convbook.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

import javax.imageio.ImageIO;

import org.convbook.chart.Charts;
import org.convbook.chart.Curve;
import org.convbook.chart.Figure;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

class RenderersTest {
    private final Renderer renderer = new Renderer();

    @BeforeEach void install() {
        Renderers.all().forEach(r -> r.install(renderer));
    }

    private static BufferedImage decoded(Object png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode((String) png)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static BufferedImage noise(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(3);
        for (int i = 0; i < width * height; i++) image.setRGB(i % width, i / width, random.nextInt());
        return image;
    }

    private static int weight(DisplayData d) {
        return Levels.of(d).weight();
    }

    @Test void aDigitIsEnlargedPixelByPixel() {
        DisplayData d = renderer.render(noise(28, 28));
        assertEquals("picture, 28 x 28 pixels, shown 9 times as large", d.getData(MIMEType.TEXT_PLAIN));
        BufferedImage png = decoded(d.getData(MIMEType.IMAGE_PNG));
        assertEquals(252, png.getWidth());
        assertEquals(png.getRGB(0, 0), png.getRGB(8, 8));
        assertEquals(noise(28, 28).getRGB(1, 0), png.getRGB(9, 0));
        assertTrue(((String) d.getData(MIMEType.TEXT_HTML)).contains("width=\"252\" height=\"252\""));
    }

    @Test void aHeavyPictureIsScaledDownAndSaysSo() {
        DisplayData d = renderer.render(noise(1000, 500));
        assertTrue(weight(d) <= Levels.MOST, "weighs " + weight(d));
        BufferedImage png = decoded(d.getData(MIMEType.IMAGE_PNG));
        assertEquals("picture, 1000 x 500 pixels, scaled down to " + png.getWidth() + " x " + png.getHeight(), d.getData(MIMEType.TEXT_PLAIN));
        assertEquals(2.0, (double) png.getWidth() / png.getHeight(), 0.02);
    }

    @Test void aThinPictureKeepsAllItsPixels() {
        assertEquals(256, decoded(renderer.render(noise(128, 1)).getData(MIMEType.IMAGE_PNG)).getWidth());
    }

    @Test void aChartHasAllLevels() {
        DisplayData d = renderer.render(Charts.lines("Loss <&>", "epoch", "loss", Curve.of("train", 3, 2, 1)));
        assertTrue(((String) d.getData(MIMEType.IMAGE_SVG)).startsWith("<svg xmlns="));
        assertEquals(1280, decoded(d.getData(MIMEType.IMAGE_PNG)).getWidth());
        String html = (String) d.getData(MIMEType.TEXT_HTML);
        assertTrue(html.startsWith("<img src=\"data:image/svg+xml;base64,"));
        assertTrue(html.contains("width=\"640\" height=\"360\" alt=\"Loss &lt;&amp;&gt;\n  train: 3 points"));
        String inside = html.substring(html.indexOf(',') + 1, html.indexOf('"', 12));
        assertEquals(d.getData(MIMEType.IMAGE_SVG), new String(Base64.getDecoder().decode(inside), StandardCharsets.UTF_8));
        assertEquals("Loss <&>\n  train: 3 points, 3 to 1 (lowest 1, highest 3)", d.getData(MIMEType.TEXT_PLAIN));
    }

    @Test void anXChartIsDrawnAsItIs() {
        XYChart chart = new XYChart(300, 200);
        chart.setTitle("mine");
        chart.addSeries("a", new double[] {1, 2}, new double[] {3, 4});
        DisplayData d = renderer.render(chart);
        assertEquals(600, decoded(d.getData(MIMEType.IMAGE_PNG)).getWidth());
        assertEquals("mine", d.getData(MIMEType.TEXT_PLAIN));
    }

    @Test void aHeavyFigureLosesSvgThenResolution() {
        BufferedImage noise = noise(600, 600);
        DisplayData d = renderer.render(Figure.of(600, 600, "noise", g -> g.drawImage(noise, 0, 0, null)));
        assertNull(d.getData(MIMEType.IMAGE_SVG));
        assertTrue(weight(d) <= Levels.MOST, "weighs " + weight(d));
        assertEquals("noise\n(scaled down from 600 x 600 pixels)", d.getData(MIMEType.TEXT_PLAIN));
        assertTrue(((String) d.getData(MIMEType.TEXT_HTML)).contains("scaled down from 600 x 600 pixels"));
    }

    @Test void aPictureThatFailsShowsTheValueAndTheReason() {
        DisplayData d = renderer.render(Figure.of(5, 5, "broken", g -> {
            throw new IllegalStateException("no ink");
        }));
        assertEquals("broken\n(no picture: java.lang.IllegalStateException: no ink)", d.getData(MIMEType.TEXT_PLAIN));
        assertFalse(d.hasDataForType(MIMEType.TEXT_HTML));
    }

    @Test void onlyWhatWasAskedForIsMade() {
        DisplayData d = renderer.renderAs(noise(28, 28), "image/png");
        assertTrue(d.hasDataForType(MIMEType.IMAGE_PNG));
        assertFalse(d.hasDataForType(MIMEType.TEXT_HTML));
    }

    @Test void arraysAreShortText() {
        assertEquals("int[3] 1 2 3", renderer.render(new int[] {1, 2, 3}).getData(MIMEType.TEXT_PLAIN));
        assertEquals("double[0]", renderer.render(new double[0]).getData(MIMEType.TEXT_PLAIN));
        assertEquals("float[2] 0.10 0.25", renderer.render(new float[] {0.1f, 0.25f}).getData(MIMEType.TEXT_PLAIN));
        assertEquals("double[2][]\n  0.5 1.0\n  null", renderer.render(new double[][] {{0.5, 1}, null}).getData(MIMEType.TEXT_PLAIN));
        assertEquals("boolean[2] true false", renderer.render(new boolean[] {true, false}).getData(MIMEType.TEXT_PLAIN));
        assertTrue(((String) renderer.render(new int[10_020]).getData(MIMEType.TEXT_PLAIN)).endsWith("0 0 … 10 000 more"));
        assertEquals("float[1][][]\n  float[1][]\n    7", renderer.render(new float[][][] {{{7}}}).getData(MIMEType.TEXT_PLAIN));
        assertTrue(((String) renderer.render(new int[13][2]).getData(MIMEType.TEXT_PLAIN)).endsWith("\n  … 1 more rows"));
    }
}
