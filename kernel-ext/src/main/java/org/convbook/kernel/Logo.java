package org.convbook.kernel;

import javax.imageio.ImageIO;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The kernel's logo: a 3 by 3 filter sliding over an image, its brightest weights on the diagonal. */
final class Logo {
    private static final double[][] WEIGHTS = {{1, 0.55, 0.15}, {0.55, 1, 0.55}, {0.15, 0.55, 1}};

    private Logo() {
    }

    /** The logo as PNG, size by size pixels. */
    static byte[] png(int size) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(new Color(0x1d3557));
        g.fill(new RoundRectangle2D.Double(0, 0, size, size, size * 0.28, size * 0.28));
        double cell = size * 0.24, gap = size * 0.04, start = (size - 3 * cell - 2 * gap) / 2;
        for (int y = 0; y < 3; y++) {
            for (int x = 0; x < 3; x++) {
                g.setColor(mix(new Color(0x2f5d8a), new Color(0xffb703), WEIGHTS[y][x]));
                g.fill(new RoundRectangle2D.Double(start + x * (cell + gap), start + y * (cell + gap), cell, cell, cell * 0.3, cell * 0.3));
            }
        }
        g.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static Color mix(Color a, Color b, double t) {
        return new Color((int) Math.round(a.getRed() + t * (b.getRed() - a.getRed())), (int) Math.round(a.getGreen() + t * (b.getGreen() - a.getGreen())),
            (int) Math.round(a.getBlue() + t * (b.getBlue() - a.getBlue())));
    }
}
