package org.convbook.cnn.loss;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.Tolerance;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

class LossesTest {
    @Test
    void crossEntropyOfTheWorkedExample() {
        Tensor z = tensor("2 1 0.1", 1, 3).requiresGrad();
        Tensor loss = Losses.crossEntropy(z, new int[] {0});
        assertEquals(0.417030, loss.item(), Tolerance.SIX_DIGITS);
        values("-0.340999 0.242433 0.098566", loss.backward().of(z), 1, 3);
    }

    /** The hinge loss of these scores is compared with the softmax loss 2.0404. */
    @Test
    void crossEntropyOfTheLecturesScores() {
        assertEquals(2.0404, Losses.crossEntropy(tensor("3.2 5.1 -1.7", 1, 3), new int[] {0}).item(), 5e-5);
    }

    @Test
    void theMeanIsOverTheBatch() {
        Tensor z = tensor("2 1 0.1 / 2 1 0.1", 2, 3).requiresGrad();
        Tensor loss = Losses.crossEntropy(z, new int[] {0, 0});
        assertEquals(0.417030, loss.item(), Tolerance.SIX_DIGITS);
        values("-0.1704995 0.1212165 0.049283 / -0.1704995 0.1212165 0.049283", loss.backward().of(z), 2, 3);
    }

    @Test
    void gradientsMatchFiniteDifferences() {
        GradientCheck.verify("crossEntropy", z -> Losses.crossEntropy(z, new int[] {1, 0, 4}), new Random(7), 3, 5);
        GradientCheck.verify("crossEntropy, scaled", z -> Losses.crossEntropy(z.mul(30), tensor("1 0 4", 3)).mul(3), new Random(7), 3, 5);
    }

    @Test
    void aCertainWrongAnswerCostsMuchButNotInfinity() {
        assertEquals(2000, Losses.crossEntropy(tensor("1000 -1000", 1, 2), new int[] {1}).item(), 1e-3);
        assertEquals(0, Losses.crossEntropy(tensor("1000 -1000", 1, 2), new int[] {0}).item(), 1e-6);
        assertEquals(Math.log(10), Losses.crossEntropy(Tensor.zeros(4, 10), new int[] {1, 2, 3, 9}).item(), 1e-6, "ln K without knowledge");
    }

    @Test
    void wrongLabelsAndShapesAreNamed() {
        Tensor z = Tensor.zeros(2, 3);
        error(ShapeException.class, "crossEntropy: there are 3 labels for 2 rows of logits\n  logits  [2, 3]",
            () -> Losses.crossEntropy(z, new int[3]));
        error(ShapeException.class, "crossEntropy: logits have 1 axis, expected [N, K] or [N, K, H, W]\n  logits  [3]",
            () -> Losses.crossEntropy(Tensor.zeros(3), new int[1]));
        error(ShapeException.class, "crossEntropy: there is 1 label for 4 pixels of logits\n  logits  [1, 3, 2, 2]",
            () -> Losses.crossEntropy(Tensor.zeros(1, 3, 2, 2), new int[1]));
        error(IllegalArgumentException.class, "crossEntropy: label 3 at 1 is not in [0, 3)", () -> Losses.crossEntropy(z, new int[] {0, 3}));
        error(IllegalArgumentException.class, "crossEntropy: label -1 at 0 is not in [0, 3)", () -> Losses.crossEntropy(z, new int[] {-1, 0}));
    }

    @Test
    void aLossIsAValueThatChecksLabelsBeforeItRuns() {
        Loss loss = Losses.crossEntropy();
        assertEquals(0.417030, loss.loss(tensor("2 1 0.1", 1, 3), tensor("0", 1)).item(), Tolerance.SIX_DIGITS);
        loss.check(Shape.of(2, 3), new int[] {0, 2});
        error(IllegalArgumentException.class, "crossEntropy: label 3 at 1 is not in [0, 3)", () -> loss.check(Shape.of(2, 3), new int[] {0, 3}));
        assertEquals("crossEntropy", loss.toString());
    }
}
