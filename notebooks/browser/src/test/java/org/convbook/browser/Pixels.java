package org.convbook.browser;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import javax.imageio.ImageIO;

/** A picture taken of the page. */
record Pixels(BufferedImage image) {
    /** The least distance of a colour channel that an eye may notice beside antialiasing. */
    private static final int NOTICED = 8;

    static Pixels of(byte[] png) {
        try {
            return new Pixels(ImageIO.read(new ByteArrayInputStream(png)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many pixels differ; all of them where the sizes do. */
    int differing(Pixels other) {
        if (width() != other.width() || height() != other.height()) return Math.max(width() * height(), 1);
        int count = 0;
        for (int y = 0; y < height(); y++) for (int x = 0; x < width(); x++) if (differ(image.getRGB(x, y), other.image.getRGB(x, y))) count++;
        return count;
    }

    int width() {
        return image.getWidth();
    }

    int height() {
        return image.getHeight();
    }

    /** How many colours there are: one or two are an empty picture. */
    long colours() {
        return java.util.Arrays.stream(image.getRGB(0, 0, width(), height(), null, 0, width())).distinct().count();
    }

    private static boolean differ(int a, int b) {
        for (int shift = 0; shift < 24; shift += 8) if (Math.abs((a >> shift & 255) - (b >> shift & 255)) > NOTICED) return true;
        return false;
    }
}
