package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

import org.convbook.cnn.train.Evaluation;
import org.convbook.data.synthetic.Glyphs;
import org.junit.jupiter.api.Test;

class HardestImagesTest {
    private static final float[][] P = {{0.9f, 0.1f}, {0.2f, 0.8f}, {0.3f, 0.7f}, {0.2f, 0.8f}, {0.6f, 0.4f}};
    private final List<Integer> drawn = new ArrayList<>();

    private HardestImages of(int count, int... labels) {
        return HardestImages.of(labels, P, count, i -> {
            drawn.add(i);
            return new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        }, List.of("a", "b"));
    }

    @Test void theSurestMistakeComesFirstAndEqualOnesInOrder() {
        HardestImages hardest = of(3, 0, 0, 0, 0, 0);
        assertEquals(List.of(1, 3, 2), hardest.mistakes().stream().map(HardestImages.Mistake::index).toList());
        assertEquals("""
            The 3 hardest of 3 mistakes
              image 1: a taken for b, 80 %
              image 3: a taken for b, 80 %
              image 2: a taken for b, 70 %""", hardest.toString());
    }

    @Test void onlyTheShownOnesAreDrawn() {
        of(2, 0, 0, 0, 0, 0).figure().image(1);
        assertEquals(List.of(1, 3), drawn);
    }

    @Test void noMistakesIsAFigureToo() {
        assertEquals("No mistakes", of(5, 0, 1, 1, 1, 0).figure().text());
    }

    @Test void anotherDataSetIsRefused() {
        Evaluation e = new Evaluation(0, P, new int[5], List.of("a", "b"));
        assertEquals("hardest images: the evaluation is of 5 images, but glyphs has 10",
            assertThrows(IllegalArgumentException.class, () -> HardestImages.of(e, Glyphs.dataset(10, 1), 3)).getMessage());
        assertEquals("hardest images: count must be at least 1, got 0",
            assertThrows(IllegalArgumentException.class, () -> of(0, new int[5])).getMessage());
        assertEquals("hardest images: 2 labels but 5 predictions", assertThrows(IllegalArgumentException.class, () -> of(1, 0, 0)).getMessage());
    }
}
