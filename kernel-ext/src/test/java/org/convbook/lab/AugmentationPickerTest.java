package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.convbook.data.Dataset;
import org.convbook.data.synthetic.Cells;
import org.convbook.data.synthetic.Glyphs;
import org.convbook.render.Levels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AugmentationPickerTest {
    private final Dataset digits = Glyphs.dataset(10, 1);
    private final AugmentationPicker picker = AugmentationPicker.of(digits, 3);

    @ParameterizedTest @EnumSource(Augmentation.class)
    void theStepsOfTheSliderAreRound(Augmentation which) {
        if (which.most() == 0) return;
        double steps = which.most() / which.step(), first = which.usual() / which.step();
        assertEquals(Math.rint(steps), steps, 1e-9, "the largest strength is a step");
        assertEquals(Math.rint(first), first, 1e-9, "and so is the first");
        assertTrue(steps >= 40 && steps <= 101, steps + " steps");
        assertTrue(Double.toString(which.step()).matches("[125]\\.0|0\\.0*[125]"), "step " + which.step());
    }

    @ParameterizedTest @EnumSource(Augmentation.class)
    void everyChangeDrawsTheSameForASeedAndAnotherForAnother(Augmentation which) {
        AugmentationPicker chosen = picker.choose(which);
        assertEquals(chosen.figure().svg(), chosen.figure().svg());
        assertNotEquals(chosen.figure().svg(), chosen.seed(50).figure().svg());
    }

    @ParameterizedTest @EnumSource(Augmentation.class)
    void strengthZeroChangesNothingAndTheLargestIsAllowed(Augmentation which) {
        float[] image = new float[28 * 28];
        digits.image(3, image, 0);
        float[] changed = image.clone();
        which.of(which.most()).apply(changed, new int[] {1, 28, 28}, new Random(1));
        if (which.most() == 0) return;
        String none = picker.choose(which).strength(0).figure().svg();
        assertEquals(none.replaceAll("<title>[\\s\\S]*?</title>|<text[\\s\\S]*?</text>|f[0-9a-f]+-", ""),
            picker.choose(which).strength(0).seed(9).figure().svg().replaceAll("<title>[\\s\\S]*?</title>|<text[\\s\\S]*?</text>|f[0-9a-f]+-", ""));
    }

    @Test void masksMoveAlong() {
        AugmentationPicker cells = AugmentationPicker.of(Cells.dataset(4, 48, 1), 0).choose(Augmentation.ROTATION).strength(45);
        String svg = cells.figure().svg();
        assertTrue(svg.contains(">its labels<") && svg.contains(">moved along<"), svg);
        assertTrue(cells.levels().weight() < Levels.MOST);
    }

    @Test void everyLevelIsThere() {
        Levels levels = picker.levels();
        assertTrue(levels.html().contains("cb-frames") && levels.png() != null && levels.weight() < Levels.MOST, levels.weight() + " characters");
        assertEquals("Augmentation: rotation 30 degrees\n  image 3 of glyphs, seed 1, and 12 other draws", levels.text());
        assertTrue(picker.choose(Augmentation.CONTRAST).widget().toString().startsWith("Dropdown transform = contrast (of flip, left to right, "));
    }

    @Test void badSettingsAreNamed() {
        assertEquals("augmentation picker: glyphs has no image 10, expected 0 to 9",
            assertThrows(IllegalArgumentException.class, () -> AugmentationPicker.of(digits, 10)).getMessage());
        assertEquals("augmentation picker: the strength of rotation is 0 to 90, got 91.0",
            assertThrows(IllegalArgumentException.class, () -> picker.strength(91)).getMessage());
        assertEquals("augmentation picker: the strength of contrast is 0 to 1, got NaN",
            assertThrows(IllegalArgumentException.class, () -> picker.choose(Augmentation.CONTRAST).strength(Double.NaN)).getMessage());
    }
}
