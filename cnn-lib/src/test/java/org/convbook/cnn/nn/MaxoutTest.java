package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

class MaxoutTest {
    private final Random rng = new Random(7);

    /** Two channels of three pieces: the largest of x0, x2, x4 and of x1, x3, x5. */
    @Test
    void valuesByHand() {
        values("5 6 / 3 -1", new Maxout(3).apply(tensor("1 6 5 4 3 2 / 3 -1 -2 -4 0 -3", 2, 6), Pass.inference()), 2, 2);
        Tensor maps = tensor("1 2 / 3 4 // 4 1 / 2 5", 1, 2, 2, 2);
        values("4 2 / 3 5", new Maxout(2).apply(maps, Pass.inference()), 1, 1, 2, 2);
    }

    @Test
    void gradientsMatchFiniteDifferences() {
        GradientCheck.verify(new Maxout(2), rng, 2, 6, 3, 4);
        GradientCheck.verify(new Maxout(3), rng, 4, 6);
    }

    @Test
    void ofEqualPiecesTheFirstGetsTheGradient() {
        Tensor x = tensor("2 2 2", 1, 3).requiresGrad();
        values("1 0 0", new Maxout(3).apply(x, Pass.inference()).sum().backward().of(x), 1, 3);
    }

    @Test
    void wrongInputsAreNamed() {
        error(LayerTest.shapeError(), """
            Maxout(3): 3 pieces do not divide 4 channels
              input   [2, 4]""", () -> new Maxout(3).apply(Tensor.zeros(2, 4), Pass.inference()));
        error(LayerTest.shapeError(), "Maxout(3): works along axis 1 of [N, C, …], got [4]",
            () -> new Maxout(3).apply(Tensor.zeros(4), Pass.inference()));
        error(IllegalArgumentException.class, "Maxout: pieces must be at least 1, got 0", () -> new Maxout(0));
    }

    @Test
    void savesAndLoads() {
        SaveAndLoad.verify(new Maxout(2), new Maxout(2), 2, 4, 3, 3);
    }

    /** Of one piece it is the identity; of a piece and its negative the absolute value. */
    @Test
    void absoluteValueIsAMaxout() {
        Tensor x = tensor("-2 -0.5 0 0.5 2", 1, 5);
        values("-2 -0.5 0 0.5 2", new Maxout(1).apply(x, Pass.inference()), 1, 5);
        values("2 0.5 0 0.5 2", new Maxout(2).apply(Tensor.concat(1, x, x.neg()), Pass.inference()), 1, 5);
        assertEquals(Shape.of(0, 2, 3), new Maxout(2).apply(Tensor.zeros(0, 4, 3), Pass.inference()).shape());
    }
}
