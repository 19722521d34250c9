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

/** Squares, and the cross-entropy of yes and no. */
class NumberLossTest {
    private final Random rng = new Random(7);

    /** (1 − 3)² + (2 − 2)² + (−1 − 0)² = 5. */
    @Test
    void squaresByHand() {
        Tensor y = tensor("1 2 -1", 3, 1).requiresGrad();
        Tensor t = tensor("3 2 0", 3);
        assertEquals(5, Losses.sumOfSquares(y, t).item());
        assertEquals(5.0 / 3, Losses.meanSquaredError(y, t).item(), Tolerance.FLOAT_ROUNDING);
        values("-4 0 -2", Losses.sumOfSquares(y, t).backward().of(y), 3, 1);
        values("-1.3333333 0 -0.6666667", Losses.meanSquaredError(y, t).backward().of(y), 3, 1);
    }

    /** At z = 0 it is ln 2 for both answers, with gradient (½ − y)/N; at z = 2, y = 1 it is ln(1 + e^−2) = 0.126928. */
    @Test
    void yesAndNoByHand() {
        Tensor z = tensor("0 0", 2).requiresGrad();
        Tensor loss = Losses.of(Losses.binaryCrossEntropy(), z, new int[] {0, 1});
        assertEquals(Math.log(2), loss.item(), Tolerance.FLOAT_ROUNDING);
        values("0.25 -0.25", loss.backward().of(z), 2);
        assertEquals(0.126928, Losses.binaryCrossEntropy(tensor("2", 1, 1), tensor("1", 1)).item(), Tolerance.SIX_DIGITS);
    }

    @Test
    void aCertainWrongAnswerCostsMuchButNotInfinity() {
        Tensor z = tensor("1000 -1000", 2).requiresGrad();
        Tensor wrong = Losses.of(Losses.binaryCrossEntropy(), z, new int[] {0, 1});
        assertEquals(1000, wrong.item());
        values("0.5 -0.5", wrong.backward().of(z), 2);
        assertEquals(0, Losses.of(Losses.binaryCrossEntropy(), z, new int[] {1, 0}).item());
    }

    /** For two classes with logits 0 and z it is the cross-entropy of a softmax. */
    @Test
    void yesAndNoAreTwoClasses() {
        Tensor z = tensor("0.7 -1.3 2.1", 3, 1);
        double two = Losses.crossEntropy(Tensor.concat(1, Tensor.zeros(3, 1), z), new int[] {1, 0, 0}).item();
        assertEquals(two, Losses.of(Losses.binaryCrossEntropy(), z, new int[] {1, 0, 0}).item(), Tolerance.FLOAT_ROUNDING);
    }

    @Test
    void gradientsMatchFiniteDifferences() {
        Tensor targets = tensor("0 1 0.3 0.9 1 0", 3, 2);
        GradientCheck.verify("binaryCrossEntropy", z -> Losses.binaryCrossEntropy(z.mul(20), targets), rng, 3, 2);
        GradientCheck.verify("meanSquaredError", y -> Losses.meanSquaredError(y, targets), rng, 3, 2);
        GradientCheck.verify("sumOfSquares", y -> Losses.sumOfSquares(y, targets).mul(2), rng, 3, 2);
        GradientCheck.verify("softplus", x -> x.mul(20).softplus(), rng, 3, 2);
    }

    @Test
    void wrongLabelsAndCountsAreNamed() {
        error(IllegalArgumentException.class, "binaryCrossEntropy: label 2 at 1 is not 0 or 1",
            () -> Losses.binaryCrossEntropy().check(Shape.of(2, 1), new int[] {1, 2}));
        error(ShapeException.class, "binaryCrossEntropy: there are 3 targets for 2 values\n  values  [2, 1]",
            () -> Losses.binaryCrossEntropy().check(Shape.of(2, 1), new int[3]));
        error(ShapeException.class, "meanSquaredError: there is 1 target for 2 values\n  values  [2, 1]",
            () -> Losses.meanSquaredError(Tensor.zeros(2, 1), Tensor.zeros(1)));
        error(ShapeException.class, "sumOfSquares: there is 1 target for 2 values\n  values  [2]",
            () -> Losses.sumOfSquares().check(Shape.of(2), new int[1]));
        assertEquals("[binaryCrossEntropy, meanSquaredError, sumOfSquares]",
            java.util.List.of(Losses.binaryCrossEntropy(), Losses.meanSquaredError(), Losses.sumOfSquares()).toString());
    }
}
