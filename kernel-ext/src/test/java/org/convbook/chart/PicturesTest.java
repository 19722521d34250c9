package org.convbook.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.Color;
import java.awt.image.BufferedImage;

import org.junit.jupiter.api.Test;

class PicturesTest {
    @Test void greyRunsFromBlackToWhiteInRowOrder() {
        BufferedImage image = Pictures.grey(new float[] {0, 1, 0.5f, 2, -1, 0}, 2, 3, 0, 1);
        assertEquals(3, image.getWidth());
        assertEquals(2, image.getHeight());
        assertEquals(Color.BLACK.getRGB(), image.getRGB(0, 0));
        assertEquals(Color.WHITE.getRGB(), image.getRGB(1, 0));
        assertEquals(new Color(128, 128, 128).getRGB(), image.getRGB(2, 0));
        assertEquals(Color.WHITE.getRGB(), image.getRGB(0, 1));
        assertEquals(Color.BLACK.getRGB(), image.getRGB(1, 1));
    }

    @Test void zeroIsMidGreyInASignedPicture() {
        BufferedImage image = Pictures.signed(new float[] {-4, 0, 4}, 1, 3, 4);
        assertEquals(new Color(128, 128, 128).getRGB(), image.getRGB(1, 0));
        assertEquals(Palette.diverging(-1).getRGB(), image.getRGB(0, 0));
        assertEquals(Palette.diverging(1).getRGB(), image.getRGB(2, 0));
    }

    @Test void aConstantPictureIsNotADivisionByZero() {
        assertEquals(new Color(128, 128, 128).getRGB(), Pictures.signed(new float[] {0}, 1, 1, 0).getRGB(0, 0));
        assertEquals(new Color(128, 128, 128).getRGB(), Pictures.grey(new float[] {7}, 1, 1, 7, 7).getRGB(0, 0));
    }

    @Test void colourTakesOnePlaneAfterTheOther() {
        BufferedImage image = Pictures.colour(new float[] {1, 0, 0, 1, 0.5f, 0}, 1, 2, 0, 1);
        assertEquals(new Color(255, 0, 128).getRGB(), image.getRGB(0, 0));
        assertEquals(new Color(0, 255, 0).getRGB(), image.getRGB(1, 0));
    }

    @Test void enlargingMakesSquares() {
        BufferedImage large = Pictures.enlarge(Pictures.grey(new float[] {0, 1}, 1, 2, 0, 1), 3);
        assertEquals(6, large.getWidth());
        assertEquals(3, large.getHeight());
        assertEquals(Color.BLACK.getRGB(), large.getRGB(2, 2));
        assertEquals(Color.WHITE.getRGB(), large.getRGB(3, 0));
    }

    @Test void shrinkingKeepsTheProportions() {
        BufferedImage small = Pictures.shrink(new BufferedImage(1000, 300, BufferedImage.TYPE_INT_RGB), 100);
        assertEquals(100, small.getWidth());
        assertEquals(30, small.getHeight());
    }

    @Test void aWrongLengthIsNamed() {
        var e = assertThrows(IllegalArgumentException.class, () -> Pictures.grey(new float[5], 2, 3, 0, 1));
        assertEquals("picture of 2 x 3 needs 6 values, got 5", e.getMessage());
    }
}
