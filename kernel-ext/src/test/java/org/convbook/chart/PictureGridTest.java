package org.convbook.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;

import java.util.List;

import org.junit.jupiter.api.Test;

class PictureGridTest {
    private static final BufferedImage BLACK = new BufferedImage(10, 10, BufferedImage.TYPE_INT_RGB);

    @Test void picturesStandAGapApart() {
        BufferedImage image = new PictureGrid("").cellSize(40).columns(2).add(BLACK).add(BLACK).add(BLACK).figure().image(1);
        assertEquals(12 + 40 + 4 + 40 + 12, image.getWidth());
        assertEquals(12 + 40 + 4 + 40 + 12, image.getHeight());
        assertEquals(Color.BLACK.getRGB(), image.getRGB(12, 12));
        assertEquals(Color.BLACK.getRGB(), image.getRGB(51, 51));
        assertEquals(Color.WHITE.getRGB(), image.getRGB(53, 30));
        assertEquals(Color.BLACK.getRGB(), image.getRGB(56, 30));
        assertEquals(Color.WHITE.getRGB(), image.getRGB(80, 80), "there is no fourth picture");
    }

    @Test void captionsTitlesAndSidesAreInTheText() {
        PictureGrid grid = new PictureGrid("Digits").subtitle("from somewhere").add(BLACK, "7", "99 %").add(BLACK, "3");
        assertEquals("Digits\n  from somewhere\n  2 pictures: 7 99 %, 3", grid.toString());
        Figure figure = grid.sides(List.of("row"), List.of("a", "b")).figure();
        assertTrue(figure.svg().contains(">99 %</text>") && figure.svg().contains(">row</text>"));
        assertTrue(ChartsTest.hasMargin(figure.image(1)));
    }

    @Test void longCaptionsAreCut() {
        Figure figure = new PictureGrid("t").cellSize(40).add(BLACK, "<a class name that is far too long for this>").figure();
        assertTrue(figure.svg().contains("…</text>"));
        assertTrue(ChartsTest.hasMargin(figure.image(1)));
    }

    @Test void anEmptyGridIsStillAFigure() {
        assertEquals("none\n  0 pictures", new PictureGrid("none").figure().text());
    }

    @Test void columnsAreLimited() {
        assertEquals("PictureGrid: 1 to 64 columns, got 0",
            assertThrows(IllegalArgumentException.class, () -> new PictureGrid("t").columns(0)).getMessage());
    }

    @Test void theChosenPictureHasAFrame() {
        BufferedImage dot = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        PictureGrid grid = new PictureGrid("").add(dot).add(dot);
        assertEquals(0, grid.figure().svg().split("#d55e00", -1).length - 1);
        assertEquals(1, grid.mark(1).figure().svg().split("#d55e00", -1).length - 1);
    }
}
