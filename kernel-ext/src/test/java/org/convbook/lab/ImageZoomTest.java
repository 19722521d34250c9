package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;

import org.convbook.data.synthetic.Glyphs;
import org.convbook.render.Levels;
import org.junit.jupiter.api.Test;

class ImageZoomTest {
    /** Red grows along a row, green along a column, blue is 7. */
    private static BufferedImage colours(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) for (int x = 0; x < width; x++) image.setRGB(x, y, x << 16 | y << 8 | 7);
        return image;
    }

    private static BufferedImage grey() {
        BufferedImage image = new BufferedImage(12, 4, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 48; i++) image.getRaster().setSample(i % 12, i / 12, 0, 5 * i);
        return image;
    }

    @Test void aColourPixelIsThreeNumbersAndAPlaneOne() {
        ImageZoom zoom = ImageZoom.of(colours(100, 80)).at(20, 30).window(2);
        assertArrayEquals(new int[] {20, 30, 7}, zoom.pixel(20, 30));
        assertEquals("""
            A colour picture is three numbers a pixel: red, green, blue
              100 x 80 pixels, columns 20 to 21, rows 30 to 31
                20,30,7 21,30,7
                20,31,7 21,31,7""", zoom.toString());
        assertTrue(zoom.plane(ImageZoom.Plane.GREEN).toString().endsWith("\n    30 30\n    31 31"), zoom.plane(ImageZoom.Plane.GREEN).toString());
        assertEquals(0x001E00, zoom.plane(ImageZoom.Plane.GREEN).figure().image(1).getRGB(12 + 320 + 48 + 10, 66 + 10) & 0xFFFFFF,
            "a plane has its colour");
    }

    @Test void aGreyPixelIsItsRawByte() {
        assertArrayEquals(new int[] {5 * 25}, ImageZoom.of(grey()).pixel(1, 2));
        String svg = ImageZoom.of(grey()).at(0, 0).window(4).figure().svg();
        assertTrue(svg.contains(">125<") && svg.contains(">195<"), svg);
    }

    @Test void framesMoveTheWindowAndBeginWhereItStands() {
        Levels levels = ImageZoom.of(colours(100, 80)).at(37, 11).levels();
        assertTrue(levels.html().contains("cb-frames") && levels.svg().contains("columns 37 to 46, rows 11 to 20"));
        assertTrue(levels.weight() < Levels.MOST, levels.weight() + " characters");
    }

    @Test void aPhotoStaysBelowAMegabyte() {
        BufferedImage noise = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        java.util.Random rng = new java.util.Random(1);
        for (int i = 0; i < 640 * 480; i++) noise.setRGB(i % 640, i / 640, rng.nextInt() & 0xFFFFFF);
        int weight = ImageZoom.of(noise).levels().weight();
        assertTrue(weight < Levels.MOST, weight + " characters");
    }

    @Test void theWidgetHasPlanesForColoursOnly() {
        String text = ImageZoom.of(colours(100, 80)).at(3, 4).plane(ImageZoom.Plane.BLUE).widget().toString();
        assertTrue(text.startsWith("IntSlider column = 3 (0 to 90)\nIntSlider row = 4 (0 to 70)\nIntSlider window = 10 (4 to 16)\n"
            + "ToggleButtons plane = blue (of all, red, green, blue)\nImage"), text);
        assertFalse(ImageZoom.of(Glyphs.dataset(10, 1), 2).widget().toString().contains("plane"));
    }

    @Test void aWindowOutsideIsNamed() {
        ImageZoom zoom = ImageZoom.of(colours(100, 80));
        assertEquals("image zoom: a window of 10 x 10 pixels at column 95, row 0 does not lie in a picture of 100 x 80",
            assertThrows(IllegalArgumentException.class, () -> zoom.at(95, 0)).getMessage());
        assertEquals("image zoom: the window is 1 to 20 pixels wide, got 21",
            assertThrows(IllegalArgumentException.class, () -> zoom.window(21)).getMessage());
        assertEquals("image zoom: a grey picture has no red plane",
            assertThrows(IllegalArgumentException.class, () -> ImageZoom.of(grey()).plane(ImageZoom.Plane.RED)).getMessage());
    }
}
