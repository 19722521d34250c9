package org.convbook.cnn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private final Evaluation evaluation = new Evaluation(0.5,
        new float[][] {{0.9f, 0.1f}, {0.4f, 0.6f}, {0.2f, 0.8f}, {0.5f, 0.5f}}, new int[] {0, 0, 1, 1}, List.of("cat", "dog"));

    @Test
    void ofEqualProbabilitiesTheFirstIsPredicted() {
        assertArrayEquals(new int[] {0, 1, 1, 0}, evaluation.predictions());
    }

    @Test
    void accuracyAndConfusionCountTheSameImages() {
        assertEquals(0.5, evaluation.accuracy());
        assertArrayEquals(new int[][] {{1, 1}, {1, 1}}, evaluation.confusion());
    }

    @Test
    void theSurestMistakeComesFirst() {
        assertArrayEquals(new int[] {1, 3}, evaluation.mistakes());
    }

    @Test
    void theTableHasRecallAndPrecision() {
        assertEquals(List.of("class", "images", "recall", "precision"), evaluation.table().columnNames());
        assertEquals(0.5, evaluation.table().doubleColumn("recall").get(0));
    }

    @Test
    void itsTextSaysHowGood() {
        assertEquals("Evaluation: 4 images, loss 0.5000, accuracy 50.00 %", evaluation.toString());
    }
}
