package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExerciseTest {
    @Test void aRightAnswerIsExplained() {
        assertEquals("2416: right. 16 filters", Exercise.check(2416, 2416, "count again", "16 filters").text());
        assertTrue(Exercise.check(0.1 + 0.2, 0.3, "", "").text().contains("right"));
    }

    @Test void aWrongAnswerGetsTheHintOnly() {
        assertEquals("0: not yet. count <again>", Exercise.check(0, 2416, "count <again>", "16 filters").text());
        assertTrue(Exercise.check(Double.NaN, 1, "hint", "").html().contains("not yet"));
        assertTrue(Exercise.check(0, 1, "count <again>", "").html().contains("count &lt;again&gt;"));
    }

    @Test void aClaimNeedsNoNumber() {
        assertEquals("right. so it is", Exercise.check(true, "no", "so it is").text());
    }
}
