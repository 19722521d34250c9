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

class LinearTest {
    private final Random rng = new Random(7);

    @Test
    void valueByHand() {
        Linear linear = new Linear(3, 2, rng);
        linear.weight().set(new float[] {1, 2, 3, -1, 0, 1});
        linear.bias().set(new float[] {10, 20});
        values("24 22 / 16 20", linear.apply(tensor("1 2 3 / 1 1 1", 2, 3), Pass.inference()), 2, 2);
    }

    @Test
    void gradientsMatchFiniteDifferences() {
        GradientCheck.verify(new Linear(5, 4, rng), rng, 3, 5);
        GradientCheck.verify(new Linear(1, 1, rng), rng, 1, 1);
    }

    @Test
    void wrongInputsAreNamed() {
        error(LayerTest.shapeError(), """
            Linear(400 -> 120): input has 256 features, expected 400
              input   [2, 256]
              weight  [120, 400]""", () -> new Linear(400, 120, rng).apply(Tensor.zeros(2, 256), Pass.inference()));
        error(LayerTest.shapeError(), """
            Linear(400 -> 120): input has 4 axes, expected 2
              input   [2, 16, 5, 5]
              weight  [120, 400]""", () -> new Linear(400, 120, rng).apply(Tensor.zeros(2, 16, 5, 5), Pass.inference()));
        error(IllegalArgumentException.class, "Linear: features must be at least 1, got 0 -> 3", () -> new Linear(0, 3, rng));
    }

    @Test
    void moreWeightsThanATensorHoldsAreRefused() {
        error(IllegalArgumentException.class, "too many values for one tensor: [65536, 65536]", () -> new Linear(65536, 65536, rng));
        error(IllegalArgumentException.class, "too many values for one tensor: [80000, 80000, 3, 3]",
            () -> new Conv2d(80000, 80000, org.convbook.cnn.tensor.Window.of(3), rng));
    }

    @Test
    void savesAndLoads() {
        SaveAndLoad.verify(new Linear(4, 3, new Random(1)), new Linear(4, 3, new Random(2)), 2, 4);
    }

    /** fully connected 10 to 10 needs 110 with biases. Doubling what lies above the bias doubles the answer. */
    @Test
    void isLinearAboveItsBias() {
        Linear linear = new Linear(10, 10, rng);
        assertEquals(110, linear.parameterCount());
        assertEquals(100, linear.multiplyAdds(Shape.of(5, 10), Shape.of(5, 10)));
        linear.bias().set(new float[10]);
        Tensor x = tensor("1 2 3 4 5 6 7 8 9 10", 1, 10);
        values("0 0 0 0 0 0 0 0 0 0", linear.apply(x.mul(2), Pass.inference()).sub(linear.apply(x, Pass.inference()).mul(2)), 1, 10);
        assertEquals("Linear(10 -> 10)", linear.toString());
    }
}
