package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.Stream;
import org.convbook.cnn.GradientCheck;
import org.convbook.cnn.Tolerance;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.ReluRule;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link Tanh}, {@link Relu}, {@link Sigmoid}, {@link LeakyRelu}, {@link Elu}, {@link ScaledTanh}, {@link Identity}, {@link Softmax},
 * {@link Flatten}.
 */
class ActivationTest {
    private final Random rng = new Random(7);
    private final Tensor x = tensor("-2 -0.5 0 0.5 2", 1, 5);

    static Stream<Layer> all() {
        return Stream.concat(elementwise(), Stream.of(new Softmax(), new Flatten()));
    }

    static Stream<Layer> elementwise() {
        return Stream.of(new Tanh(), new Relu(), new Sigmoid(), new Identity(), new LeakyRelu(0.1), new Elu(1.5), new ScaledTanh());
    }

    /** Digits of tanh and the logistic function from their series, e = 2.718281828. */
    @Test
    void valuesByHand() {
        values("-0.9640276 -0.4621172 0 0.4621172 0.9640276", new Tanh().apply(x, Pass.inference()), 1, 5);
        values("0 0 0 0.5 2", new Relu().apply(x, Pass.inference()), 1, 5);
        values("0.1192029 0.3775407 0.5 0.6224593 0.8807971", new Sigmoid().apply(x, Pass.inference()), 1, 5);
        values("-0.2 -0.05 0 0.5 2", new LeakyRelu(0.1).apply(x, Pass.inference()), 1, 5);
        values("-0.02 -0.005 0 0.5 2", new LeakyRelu().apply(x, Pass.inference()), 1, 5);
        values("-1.2969971 -0.5902040 0 0.5 2", new Elu(1.5).apply(x, Pass.inference()), 1, 5);
        values("-1.4929387 -0.5516838 0 0.5516838 1.4929387", new ScaledTanh().apply(x, Pass.inference()), 1, 5);
        assertSame(x, new Identity().apply(x, Pass.inference()));
        values("0.659001 0.242433 0.098566", new Softmax().apply(tensor("2 1 0.1", 1, 3), Pass.inference()), 1, 3);
        values("1 2 3 4 5 6 7 8", new Flatten().apply(tensor("1 2 3 4 5 6 7 8", 2, 2, 2, 1), Pass.inference()), 2, 4);
    }

    @ParameterizedTest
    @MethodSource("all")
    void gradientsMatchFiniteDifferences(Layer layer) {
        GradientCheck.verify(layer, rng, 2, 3, 4, 5);
        GradientCheck.verify(layer, rng, 3, 7);
    }

    @ParameterizedTest
    @MethodSource("elementwise")
    void everyShapeIsRight(Layer layer) {
        for (int[] shape : new int[][] {{}, {3}, {0, 4}, {2, 3, 4, 5, 6}}) {
            assertEquals(Shape.of(shape), layer.apply(Tensor.zeros(shape), Pass.inference()).shape());
        }
    }

    @Test
    void wrongShapesAreNamed() {
        error(LayerTest.shapeError(), "Softmax: works along axis 1 of [N, K, …], got [6]",
            () -> new Softmax().apply(Tensor.zeros(6), Pass.inference()));
        error(LayerTest.shapeError(), "Flatten: input has no axes, expected [N, …]", () -> new Flatten().apply(Tensor.zeros(), Pass.inference()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void savesAndLoads(Layer layer) {
        SaveAndLoad.verify(layer, layer, 2, 3);
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        error(IllegalArgumentException.class, "LeakyRelu: slope must be at least 0 and finite, got -0.1", () -> new LeakyRelu(-0.1));
        error(IllegalArgumentException.class, "LeakyRelu: slope must be at least 0 and finite, got NaN", () -> new LeakyRelu(Double.NaN));
        error(IllegalArgumentException.class, "Elu: alpha must be at least 0 and finite, got Infinity", () -> new Elu(Double.POSITIVE_INFINITY));
    }

    /** At x = -2, -0.5, 0, 0.5, 2 with the signal 1, -1, 1, -1, 1 from above. */
    @Test
    void otherRulesTakeLeakyAndExponentialUnitsForReLUs() {
        Tensor signal = tensor("1 -1 1 -1 1", 1, 5);
        for (Layer layer : new Layer[] {new Relu(), new LeakyRelu(0.1), new Elu()}) {
            Tensor from = tensor("-2 -0.5 0 0.5 2", 1, 5).requiresGrad();
            Tensor score = layer.apply(from, Pass.inference()).mul(signal).sum();
            values("1 0 1 0 1", score.backward(ReluRule.DECONVNET).of(from), 1, 5);
            values("0 0 0 0 1", score.backward(ReluRule.GUIDED).of(from), 1, 5);
        }
        Tensor from = tensor("-2 -0.5 0 0.5 2", 1, 5).requiresGrad();
        Tensor score = new LeakyRelu(0.1).apply(from, Pass.inference()).mul(signal).sum();
        values("0.1 -0.1 0.1 -1 1", score.backward(ReluRule.GRADIENT).of(from), 1, 5);
    }

    @Test
    void tanhAndTheOthersKeepTheirSymmetries() {
        values("0 0 0 0 0", new Tanh().apply(x, Pass.inference()).add(new Tanh().apply(x.neg(), Pass.inference())), 1, 5);
        values("1 1 1 1 1", new Sigmoid().apply(x, Pass.inference()).add(new Sigmoid().apply(x.neg(), Pass.inference())), 1, 5);
        values("0 0 0 0 0", new ScaledTanh().apply(x, Pass.inference()).add(new ScaledTanh().apply(x.neg(), Pass.inference())), 1, 5);
        values("-2.2 -0.55 0 0.55 2.2", new LeakyRelu(0.1).apply(x, Pass.inference()).sub(new LeakyRelu(0.1).apply(x.neg(), Pass.inference())), 1, 5);
        values("-2 -0.5 0 0.5 2", new Relu().apply(x, Pass.inference()).sub(new Relu().apply(x.neg(), Pass.inference())), 1, 5);
    }

    @Test
    void softmaxIsADistributionThatAShiftLeavesAlone() {
        Tensor p = new Softmax().apply(x, Pass.inference());
        assertEquals(1, p.sum().item(), Tolerance.FLOAT_ROUNDING);
        values("0 0 0 0 0", new Softmax().apply(x.add(100), Pass.inference()).sub(p), 1, 5);
        Tensor maps = new Softmax().apply(Tensor.zeros(2, 4, 3, 3), Pass.inference());
        assertTrue(maps.sub(0.25).abs().sum().item() < Tolerance.FLOAT_ROUNDING, "along the channels, at each pixel");
    }

    @Test
    void flattenKeepsTheFeaturesOfAnEmptyBatch() {
        assertEquals(Shape.of(0, 60), new Flatten().apply(Tensor.zeros(0, 3, 4, 5), Pass.inference()).shape());
        assertEquals(Shape.of(5, 1), new Flatten().apply(Tensor.zeros(5), Pass.inference()).shape());
        assertEquals(Shape.of(2, 0), new Flatten().apply(Tensor.zeros(2, 0, 3), Pass.inference()).shape());
    }

    @Test
    void printTheirNames() {
        assertEquals("[Tanh, Relu, Sigmoid, Identity, LeakyRelu(0.1), Elu(1.5), ScaledTanh, Softmax, Flatten]", all().toList().toString());
    }
}
