package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

class RadialBasisTest {
    private static final float[][] CODES = {{1, -1, 1}, {-1, -1, 1}};

    private final Random rng = new Random(7);

    /** By hand: (0 − 1)² + (1 + 1)² + (3 − 1)² = 9, and with −1 in front the same. */
    @Test
    void distancesByHand() {
        values("-9 -9 / 0 -4", new RadialBasis(CODES).apply(tensor("0 1 3 / 1 -1 1", 2, 3), Pass.inference()), 2, 2);
        assertEquals("RadialBasis(3 -> 2)", new RadialBasis(CODES).toString());
        assertEquals(0, new RadialBasis(CODES).parameterCount());
    }

    @Test
    void gradientsMatchFiniteDifferences() {
        GradientCheck.verify(new RadialBasis(CODES), rng, 4, 3);
    }

    @Test
    void wrongShapesAndCodesAreNamed() {
        error(ShapeException.class, "RadialBasis(3 -> 2): input is [2, 4], expected [N, 3]",
            () -> new RadialBasis(CODES).apply(Tensor.zeros(2, 4), Pass.inference()));
        error(IllegalArgumentException.class, "RadialBasis: at least one code of at least one value", () -> new RadialBasis(new float[2][0]));
        error(IllegalArgumentException.class, "RadialBasis: code 1 has 2 values, code 0 has 1", () -> new RadialBasis(new float[][] {{1}, {1, 2}}));
    }

    @Test
    void codesAreSavedAndLoaded() {
        SaveAndLoad.verify(new RadialBasis(CODES), new RadialBasis(new float[][] {{3, 3, 3}, {4, 4, 4}}), 2, 3);
    }

    @Test
    void theNearestCodeWins() {
        Tensor y = new RadialBasis(CODES).apply(tensor("0.1 -1 1 / -0.1 -1 1", 2, 3), Pass.inference());
        float[] v = y.toArray();
        assertEquals(true, v[0] > v[1] && v[2] < v[3]);
    }
}
