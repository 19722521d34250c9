package org.convbook.cnn.optim;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.convbook.cnn.Tolerance;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.backend.java.JavaBackend;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

class OptimizerTest {
    private final Tensor w = tensor("1", 1).requiresGrad();

    /** Three steps on L = 3w, whose gradient is 3 everywhere. */
    private void steps(Optimizer optimizer, String... expected) {
        for (String value : expected) {
            optimizer.step(w.mul(3).sum().backward());
            values(value, w, 1);
        }
        assertEquals(expected.length, optimizer.steps());
    }

    @Test
    void plainSgd() {
        steps(new Sgd(Map.of("w", w), 0.1), "0.7", "0.4", "0.1");
    }

    /** v = 3, 5.7, 8.13. */
    @Test
    void momentum() {
        steps(new Sgd(Map.of("w", w), 0.1, 0.9), "0.7", "0.13", "-0.683");
    }

    /** d + 0.9 v = 5.7, 8.13, 10.317. */
    @Test
    void nesterov() {
        steps(new Sgd(Map.of("w", w), 0.1, 0.9, 0, true), "0.43", "-0.383", "-1.4147");
    }

    /** d = 3 + w/2 = 3.5, 3.325, 3.15875. */
    @Test
    void weightDecay() {
        steps(new Sgd(Map.of("w", w), 0.1, 0, 0.5, false), "0.65", "0.3175", "0.001625");
    }

    @Test
    void aNewRateActsAtOnce() {
        Sgd sgd = new Sgd(Map.of("w", w), 0.1, 0.9);
        steps(sgd, "0.7");
        sgd.learningRate(0.01);
        sgd.step(w.mul(3).sum().backward());
        values("0.643", w, 1);   // 0.7 - 0.01 * 5.7: the rate multiplies the velocity
        assertEquals(0.01, sgd.learningRate());
    }

    /** v = 3, 0.5 · 3 + 3 = 4.5, then 0.5 · 4.5 + 3 + 0.5 · 0.25 = 5.375. */
    @Test
    void newMomentumAndDecayActAtOnce() {
        Sgd sgd = new Sgd(Map.of("w", w), 0.1, 0.9);
        steps(sgd, "0.7");
        sgd.momentum(0.5);
        sgd.step(w.mul(3).sum().backward());
        values("0.25", w, 1);
        sgd.weightDecay(0.5);
        sgd.step(w.mul(3).sum().backward());
        values("-0.2875", w, 1);
        assertEquals("Sgd(learningRate 0.1, momentum 0.5, weightDecay 0.5)", sgd.toString());
        Adam adam = new Adam(Map.of("w", w), 0.1);
        assertEquals(0.9, adam.momentum());
        error(IllegalArgumentException.class, "Adam: beta1 must be in [0, 1.0), got 1.0", () -> adam.momentum(1));
        error(IllegalArgumentException.class, "Sgd: momentum must be in [0, 1.0), got NaN", () -> sgd.momentum(Double.NaN));
        error(IllegalArgumentException.class, "Sgd: weightDecay must be at least 0, got -1.0", () -> sgd.weightDecay(-1));
        assertEquals(0.5, sgd.momentum() * sgd.weightDecay() * 2, "a bad value changes nothing");
    }

    /** The first step is the rate times the sign of the gradient, to 3e-8 relative but for float32; constant gradients keep it so. */
    @Test
    void adamsFirstStepIsTheRate() {
        steps(new Adam(Map.of("w", w), 0.01), "0.99", "0.98", "0.97");
        Tensor small = tensor("0", 1).requiresGrad();
        Adam adam = new Adam(Map.of("w", small), 0.01);
        adam.step(small.mul(-1e-3).sum().backward());
        assertEquals(0.01, small.item(), 0.01 * 1.1e-5, "epsilon is 1e-5 of this gradient, and nothing else is lost");
    }

    /** g = 3 then −1: m̂ = 3, 0.17/0.19; v̂ = 9, 0.009991/0.001999. */
    @Test
    void adamByHand() {
        Adam adam = new Adam(Map.of("w", w), 0.1);
        adam.step(w.mul(3).sum().backward());
        values("0.9", w, 1);
        adam.step(w.mul(-1).sum().backward());
        assertEquals(0.9 - 0.1 * (0.17 / 0.19) / Math.sqrt(0.009991 / 0.001999), w.item(), Tolerance.FLOAT_ROUNDING);
    }

    @Test
    void adamDecaysByTheGradient() {
        Adam adam = new Adam(Map.of("w", w), 0.1, 0.9, 0.999, 1e-8, 0.5);
        adam.step(w.mul(0).sum().backward());
        values("0.9", w, 1);   // the gradient is 0 + 0.5 * 1, and its size does not matter
    }

    /** Three steps on L = 3w: the decay takes 0.1 * 0.5 of the weight beside Adam's 0.1. */
    @Test
    void adamWDecaysBesideTheGradient() {
        steps(new AdamW(Map.of("w", w), 0.1, 0.5), "0.85", "0.7075", "0.572125");
    }

    /** While the rate stays the same, as {@link #momentum} has it; then v = -0.57 * 0.9 - 0.01 * 3 instead of -0.01 * 8.13. */
    @Test
    void theRateInTheVelocityFades() {
        Sgd sgd = Sgd.rateInVelocity(Map.of("w", w), 0.1, 0.9, 0);
        steps(sgd, "0.7", "0.13");
        sgd.learningRate(0.01);
        sgd.step(w.mul(3).sum().backward());
        values("-0.413", w, 1);
        assertEquals("Sgd(learningRate 0.01, momentum 0.9, rate in velocity)", sgd.toString());
    }

    /** d = 3 + w/2 = 3.5, 3.325, 3.15875 with momentum 0.5: v = 3.5, 5.075, ..., in either form. */
    @Test
    void bothFormsAgreeWhileTheRateStays() {
        Tensor other = tensor("1", 1).requiresGrad();
        Sgd inside = Sgd.rateInVelocity(Map.of("w", w), 0.1, 0.5, 0.5);
        Sgd outside = new Sgd(Map.of("w", other), 0.1, 0.5, 0.5, false);
        for (int i = 0; i < 5; i++) {
            inside.step(w.mul(3).sum().backward());
            outside.step(other.mul(3).sum().backward());
            assertEquals(other.item(), w.item(), Tolerance.FLOAT_ROUNDING);
        }
    }

    @Test
    void aScheduledFactorMultipliesTheRate() {
        Sgd sgd = new Sgd(Map.of("w", w), 0.1);
        sgd.factor(0.5);
        steps(sgd, "0.85", "0.7");
        assertEquals(0.1, sgd.learningRate());
        sgd.factor(0);
        sgd.step(w.mul(3).sum().backward());
        values("0.7", w, 1);
        error(IllegalArgumentException.class, "Sgd: the schedule's factor must be at least 0, got NaN", () -> sgd.factor(Double.NaN));
    }

    @Test
    void whatIsFrozenStays() {
        Tensor frozen = tensor("5", 1);
        Sgd sgd = new Sgd(Map.of("w", w, "frozen", frozen), 0.1);
        sgd.step(w.mul(3).add(frozen).sum().backward());
        values("0.7", w, 1);
        values("5", frozen, 1);
    }

    @Test
    @SuppressWarnings("try")   // a scope is opened for what it frees
    void aStepInAScopeKeepsItsState() {
        Backend backend = JavaBackend.floats();
        for (Function<Layer, Optimizer> make : List.<Function<Layer, Optimizer>>of(
                net -> new Sgd(net.parameters(), 0.1, 0.9), net -> new Adam(net.parameters(), 0.1))) {
            Layer net = new Linear(2, 1, new Random(1)).to(backend);
            Optimizer optimizer = make.apply(net);
            Tensor x = Tensor.of(backend, new float[] {1, 2}, 1, 2);
            long before = backend.bytesInUse();
            double first = Double.NaN;
            double last = Double.NaN;
            for (int step = 0; step < 5; step++) {
                try (Scope scope = backend.scope()) {
                    Tensor loss = net.apply(x, Pass.training(new Random(1))).sub(3).square().sum();
                    optimizer.step(loss.backward());
                    last = loss.item();
                    if (step == 0) first = last;
                }
            }
            assertTrue(last < first, optimizer + ": " + first + " to " + last);
            assertEquals(before, backend.bytesInUse());
        }
    }

    @Test
    void stateIsSavedAndSetAgain() {
        Tensor other = tensor("1", 1).requiresGrad();
        Sgd whole = new Sgd(Map.of("w", w), 0.1, 0.9);
        for (int i = 0; i < 4; i++) whole.step(w.square().sum().backward());
        Sgd half = new Sgd(Map.of("w", other), 0.1, 0.9);
        for (int i = 0; i < 2; i++) half.step(other.square().sum().backward());
        Sgd resumed = new Sgd(Map.of("w", other), 0.1, 0.9);
        resumed.state().forEach((name, tensors) -> tensors.forEach((path, t) -> t.set(half.state().get(name).get(path).toArray())));
        resumed.resume(half.steps());
        for (int i = 0; i < 2; i++) resumed.step(other.square().sum().backward());
        assertArrayEquals(w.toArray(), other.toArray());
        assertEquals(4, resumed.steps());
    }

    @Test
    void stateFollowsTheParameters() {
        Backend other = JavaBackend.floats();
        Adam adam = new Adam(Map.of("w", w), 0.1);
        adam.step(w.square().sum().backward());
        w.moveTo(other);
        adam.step(w.square().sum().backward());
        assertSame(other, adam.state().get("m").get("w").backend());
        assertEquals("[m, v]", adam.state().keySet().toString());
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        Map<String, Tensor> p = Map.of("w", w);
        error(IllegalArgumentException.class, "Sgd: learningRate must be positive, got 0.0", () -> new Sgd(p, 0));
        error(IllegalArgumentException.class, "Sgd: learningRate must be positive, got NaN", () -> new Sgd(p, Double.NaN));
        error(IllegalArgumentException.class, "Sgd: momentum must be in [0, 1.0), got 1.0", () -> new Sgd(p, 0.1, 1));
        error(IllegalArgumentException.class, "Sgd: weightDecay must be at least 0, got -1.0", () -> new Sgd(p, 0.1, 0, -1, false));
        error(IllegalArgumentException.class, "Adam: beta2 must be in [0, 1.0), got 1.0", () -> new Adam(p, 0.1, 0.9, 1, 1e-8, 0));
        error(IllegalArgumentException.class, "Adam: epsilon must be positive, got 0.0", () -> new Adam(p, 0.1, 0.9, 0.999, 0, 0));
        error(IllegalArgumentException.class, "Adam: there are no parameters to change", () -> new Adam(Map.of(), 0.1));
        error(IllegalArgumentException.class, "Sgd: learningRate must be positive, got -1.0", () -> new Sgd(p, 0.1).learningRate(-1));
    }

    @Test
    void printTheirSettings() {
        assertEquals("Sgd(learningRate 0.1, momentum 0.9, weightDecay 1.0E-4, nesterov)", new Sgd(Map.of("w", w), 0.1, 0.9, 1e-4, true).toString());
        assertEquals("Adam(learningRate 0.001, beta1 0.9, beta2 0.999)", new Adam(Map.of("w", w), 0.001).toString());
    }
}
