package org.convbook.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.nn.Linear;
import org.junit.jupiter.api.Test;

/** A comparison finds what it is there to find. */
class ComparisonTest {
    private static String difference(Backend backend, double wrong) {
        Draw d = new Draw(1, "wrong", 0);
        Configuration linear = Configuration.of(new Linear(6, 4, d.rng), Shape.of(5, 6), p -> {
            Tensor y = torch.linear(p.at("x"), p.at("weight"), p.maybe("bias"));
            return torch.cat(new org.bytedeco.pytorch.TensorVector(y.narrow(1, 0, 3), y.narrow(1, 3, 1).mul(new Scalar(1 + wrong))), 1);
        });
        return new Comparison(linear, d).difference(backend, new double[2]);
    }

    @Test
    void aSmallErrorInOneColumnIsFound() {
        for (Backend backend : Settings.BACKENDS) {
            assertNull(difference(backend, 0));
            String found = difference(backend, 1e-3).replaceAll("\\d\\.\\de-0\\d", "E");
            assertEquals("Linear(6 -> 4) of [5, 6] on " + backend.name()
                + "; the output is off by E; the gradient of x is off by E; the gradient of weight "
                + "is off by E; the gradient of bias is off by E", found);
        }
    }

    private static Comparison relu(float nearZero) {
        Configuration relu = Configuration.of("relu", x -> x.add(nearZero).relu(), Shape.of(20),
            p -> torch.relu(p.at("x").add(new Scalar(nearZero))));
        return new Comparison(relu, new Draw(1, "edge", 0) {
            @Override
            float[] values(Shape shape) {
                float[] values = super.values(shape);
                values[7] = -0.5f;
                return values;
            }
        });
    }

    @Test
    void onlyWhatIsAsGoodAsZeroIsOnAnEdge() {
        assertTrue(relu(0.5f + 1e-7f).onEdge(new Random(1)), "1e-7 above zero, or below it after one rounding");
        assertFalse(relu(0.5f + 1e-4f).onEdge(new Random(1)));
    }

    @Test
    void errorsAreRelativeToTheLargestOfManyValuesAndToOneOfFew() {
        assertEquals(0.25, Comparison.error(new double[] {0.5, 0}, new double[] {0.25, 0}));
        double[] many = new double[16];
        many[3] = -0.5;
        double[] half = new double[16];
        half[3] = -0.25;
        assertEquals(0.5, Comparison.error(many, half));
        assertEquals(0.125, Comparison.error(many, half, 2), "what is left of larger terms");
        assertEquals(Double.POSITIVE_INFINITY, Comparison.error(new double[] {1}, new double[] {Double.NaN}));
        assertEquals(Double.POSITIVE_INFINITY, Comparison.error(new double[] {1}, new double[] {1, 1}));
    }
}
