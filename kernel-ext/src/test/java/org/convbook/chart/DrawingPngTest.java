package org.convbook.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;

class DrawingPngTest {
    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static BufferedImage read(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    /** A picture of so many colours, each somewhere in it. */
    private static BufferedImage colours(int type, int width, int height, int colours) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int i = 0; i < width * height; i++) image.setRGB(i % width, i / width, (i % colours) * 0x01020407 + 0x10);
        return image;
    }

    @Test void everyPixelComesBack() throws IOException {
        for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB}) {
            for (int[] c : new int[][] {{1, 1, 1}, {7, 5, 3}, {320, 240, 2}, {16, 16, 256}, {300, 1, 256}, {33, 64, 200},
                {257, 1, 257}, {100, 90, 4096}}) {
                BufferedImage image = colours(type, c[0], c[1], c[2]);
                byte[] png = DrawingPng.of(image);
                assertNotNull(png, c[2] + " colours");
                BufferedImage back = read(png);
                assertEquals(c[0], back.getWidth());
                assertEquals(c[1], back.getHeight());
                assertArrayEquals(pixels(image), pixels(back));
                assertArrayEquals(pixels(image), pixels(read(Pictures.png(image))));
            }
        }
    }

    @Test void whatHasMoreColoursOrIsOfAnotherKindIsLeftToTheJdk() throws IOException {
        BufferedImage many = colours(BufferedImage.TYPE_INT_RGB, 300, 20, 4097);
        assertNull(DrawingPng.of(many));
        assertArrayEquals(pixels(many), pixels(read(Pictures.png(many))));
        BufferedImage grey = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY),
            part = colours(BufferedImage.TYPE_INT_RGB, 8, 8, 5).getSubimage(2, 3, 4, 4);
        grey.getRaster().setSample(1, 2, 0, 77);
        for (BufferedImage image : new BufferedImage[] {grey, part}) {
            assertNull(DrawingPng.of(image));
            assertArrayEquals(pixels(image), pixels(read(Pictures.png(image))));
        }
    }
}
