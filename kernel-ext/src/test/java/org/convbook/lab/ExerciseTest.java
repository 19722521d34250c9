package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ExerciseTest {
    private final Exercise counted = Exercise.of(2416).mistake(2400, "Each filter has a bias too.").hint("Count one filter.").why("16 filters.");

    @Test void aRightAnswerIsExplained() {
        assertEquals("2416: right. 16 filters", Exercise.check(2416, 2416, "count again", "16 filters").text());
        assertTrue(Exercise.check(0.1 + 0.2, 0.3, "", "").text().contains("right"));
        assertTrue(counted.check(2416).html().contains("data-verdict=\"right\""));
    }

    @Test void aWrongAnswerGetsTheHintOnly() {
        assertEquals("0: not yet. count <again>", Exercise.check(0, 2416, "count <again>", "16 filters").text());
        assertTrue(Exercise.check(Double.NaN, 1, "hint", "").html().contains("not yet"));
        assertTrue(Exercise.check(0, 1, "count <again>", "").html().contains("count &lt;again&gt;"));
        assertTrue(counted.check(0).html().contains("data-verdict=\"wrong\""));
    }

    @Test void aClaimNeedsNoNumber() {
        assertEquals("right. so it is", Exercise.check(true, "no", "so it is").text());
        assertEquals("not yet. no", Exercise.check(false, "no", "so it is").text());
    }

    @Test void aKnownMistakeHasItsOwnAnswer() {
        assertEquals("2400: not yet. Each filter has a bias too.", counted.check(2400).text());
        assertEquals("2401: not yet. Count one filter.", counted.check(2401).text());
        assertEquals("relu: not yet. Nearly.", Exercise.of("ReLU6").mistake(" ReLU ", "Nearly.").check("relu").text());
    }

    @Test void textsAreComparedWithoutSpacesAndCase() {
        assertEquals("relu: right. Yes.", Exercise.of("ReLU").why("Yes.").check(" relu ").text());
        assertEquals("not yet. Think.", Exercise.of("ReLU").hint("Think.").check((String) null).text());
    }

    @Test void inAListTheFirstWrongNumberIsNamed() {
        Exercise row = Exercise.of(new int[] {-1, 0, -2}).hint("Slide on.").why("So it slides.");
        assertEquals("[-1, 0, -2]: right. So it slides.", row.check(new int[] {-1, 0, -2}).text());
        assertEquals("right. So it slides.", row.check(new double[] {-1, 0, -2}).text());
        assertEquals("not yet. Number 2 of 3, 1, is the first that is not right. Slide on.", row.check(new double[] {-1, 1, -3}).text());
        assertEquals("not yet. The answer is a number, and 3 numbers are wanted. Slide on.", row.check(new double[] {-1}).text());
    }

    @Test void aTensorMustHaveTheShapeToo() {
        Exercise square = Exercise.of(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2)).hint("Turn it.");
        assertEquals("right.", square.check(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2)).text());
        assertEquals("not yet. The answer is a tensor [4], and a tensor [2, 2] is wanted. Turn it.",
            square.check(Tensor.of(new float[] {1, 2, 3, 4}, 4)).text());
        assertEquals("not yet. Number 3 of 4, 5, is the first that is not right. Turn it.",
            square.check(Tensor.of(new float[] {1, 2, 5, 4}, 2, 2)).text());
    }

    @Test void theDifferenceCanBeGiven() {
        assertTrue(Exercise.of(97.4).within(0.5).check(97.8).text().contains("right"));
        assertTrue(Exercise.of(97.4).within(0.5).check(98).text().contains("not yet"));
        assertEquals("Exercise.within: the difference must be 0 or more, got NaN",
            assertThrows(IllegalArgumentException.class, () -> counted.within(Double.NaN)).getMessage());
    }

    @Test void aTextForANumberIsMisuse() {
        assertEquals("Exercise.check: the answer is a text, and a number is wanted",
            assertThrows(IllegalArgumentException.class, () -> counted.check("2416")).getMessage());
        assertEquals("Exercise.check: the answer is a number, and a text is wanted",
            assertThrows(IllegalArgumentException.class, () -> Exercise.of("a").check(1)).getMessage());
    }
}
