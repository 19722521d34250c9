package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.data.Dataset;
import org.convbook.data.synthetic.Glyphs;
import org.junit.jupiter.api.Test;

class PredictionsTest {
    private static final Dataset DIGITS = Glyphs.dataset(12, 1);

    private static Sequential net(int classes) {
        return new Sequential(new Flatten(), new Linear(784, classes, new Random(1)));
    }

    /** Weights of zero and a bias for one class: e / (e + 9). */
    @Test void theMostProbableClassesComeFirst() {
        Sequential net = net(10);
        Tensor w = net.parameters().get("1.weight"), b = net.parameters().get("1.bias");
        w.set(new float[w.toArray().length]);
        float[] bias = new float[10];
        bias[7] = 1;
        b.set(bias);
        Predictions all = Predictions.of(net, DIGITS, 100);
        String truth = DIGITS.classes().get(DIGITS.label(0));
        String[] lines = all.toString().split("\n");
        assertEquals(13, lines.length, "there are no more than 12 images");
        assertEquals("  " + truth + ": 7 23 %, 0 9 %, 1 9 %", lines[1]);
        int sevens = 0;
        for (int i = 0; i < 12; i++) if (DIGITS.label(i) == 7) sevens++;
        assertEquals(sevens, all.right());
        assertEquals("Predictions: " + sevens + " of 12 are right", lines[0]);
        assertEquals(760, all.figure().width());
        assertEquals(30 + 3 * 84, all.figure().height());
        assertTrue(all.figure().svg().contains(">23 %<"));
    }

    @Test void otherPicturesChangeNothingElse() {
        Predictions mine = Predictions.of(net(10), DIGITS, 3);
        Predictions other = mine.pictures(Glyphs.dataset(20, 5));
        assertEquals(mine.toString(), other.toString());
        assertTrue(!mine.figure().svg().equals(other.figure().svg()));
        assertEquals("predictions: " + DIGITS.name() + " has 12 images, expected at least 13",
            assertThrows(IllegalArgumentException.class, () -> Predictions.of(net(10), Glyphs.dataset(13, 1), 20).pictures(DIGITS)).getMessage());
    }

    @Test void whatDoesNotFitIsRefused() {
        assertEquals("predictions: 1 to 100 images can be shown, got 0",
            assertThrows(IllegalArgumentException.class, () -> Predictions.of(net(10), DIGITS, 0)).getMessage());
        assertEquals("predictions: the network returns [2, 4], expected [2, 10] for " + DIGITS.name(),
            assertThrows(IllegalArgumentException.class, () -> Predictions.of(net(4), DIGITS, 2)).getMessage());
    }
}
