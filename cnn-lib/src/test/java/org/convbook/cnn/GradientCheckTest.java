package org.convbook.cnn;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

class GradientCheckTest {
    private final Random rng = new Random(7);

    @Test
    void aWrongGradientIsFound() {
        AssertionError e = assertThrows(AssertionError.class, () -> GradientCheck.verify("x·x", x -> x.mul(x.detach()), rng, 2, 3));
        assertTrue(e.getMessage().startsWith("x·x: the gradient for input at 0 is "), e.getMessage());
    }

    @Test
    void aGradientThatIsALittleOffIsFound() {
        assertThrows(AssertionError.class, () -> GradientCheck.verify("x²", x -> x.square().add(x.sub(x.detach()).mul(1e-5)), rng, 2, 3));
    }

    /** y = x + w, with a gradient for x only. */
    private static final class Forgetful extends Layer {
        private final Tensor w = parameter("w", Tensor.zeros(1));

        @Override
        protected Tensor forward(Tensor x, Pass pass) {
            return x.add(w.detach());
        }
    }

    @Test
    void aParameterThatGetsNoGradientIsFound() {
        AssertionError e = assertThrows(AssertionError.class, () -> GradientCheck.verify(new Forgetful(), rng, 2, 3));
        assertTrue(e.getMessage().startsWith("Forgetful: the gradient for w at 0 is 0.0"), e.getMessage());
    }
}
