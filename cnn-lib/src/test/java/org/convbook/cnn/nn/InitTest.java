package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.convbook.cnn.Tolerance;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.junit.jupiter.api.Test;

class InitTest {
    private final Random rng = new Random(7);

    private float[] drawn(Init init, Layer layer) {
        return init.apply(layer, rng).parameters().get("weight").toArray();
    }

    private static double deviation(float[] values) {
        return Math.sqrt(IntStream.range(0, values.length).mapToDouble(i -> values[i] * values[i]).sum() / values.length);
    }

    private static double largest(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> Math.abs(values[i])).max().orElseThrow();
    }

    /** A mean square over n draws is off by some standard errors of √(2/n); 51,200 weights here. */
    private static void about(double expected, double actual) {
        assertEquals(1, actual / expected, Tolerance.SAMPLE_MEAN);
    }

    /** 64 to 32 channels in 4 groups, 5x5: fanIn = 64/4 * 25 = 400, fanOut = 32/4 * 25 = 200. */
    private Conv2d grouped() {
        return new Conv2d(64, 32, Window.of(5), 4, true, rng);
    }

    @Test
    void spreadsFollowTheirFormulas() {
        about(Math.sqrt(2 / 400.0), deviation(drawn(Init.he(), grouped())));
        about(Math.sqrt(2 / (1.25 * 400)), deviation(drawn(Init.he(0.5), grouped())));
        about(Math.sqrt(2 / 600.0), deviation(drawn(Init.xavier(), grouped())));
        about(Math.sqrt(6 / 600.0), largest(drawn(Init.xavierUniform(), grouped())));
        about(Math.sqrt(2 / 600.0), deviation(drawn(Init.xavierUniform(), grouped())));
        about(2.4 / 400, largest(drawn(Init.leNet(), grouped())));
        about(0.01, deviation(drawn(Init.normal(0.01), grouped())));
        about(Math.sqrt(2 / 300.0), deviation(drawn(Init.he(), new Linear(300, 100, rng))));
        about(Math.sqrt(2 / 400.0), deviation(drawn(Init.he(), new ConvTranspose2d(64, 32, Window.of(5), 4, true, rng))));   // [64, 8, 5, 5]
    }

    @Test
    void biasesAreZeroOrAsAsked() {
        Linear linear = new Linear(3, 4, rng);
        Init.he().apply(linear, rng);
        assertArrayEquals(new float[4], linear.bias().toArray());
        Init.normal(0.01).bias(1).apply(linear, rng);
        assertArrayEquals(new float[] {1, 1, 1, 1}, linear.bias().toArray());
        float[] drawn = Init.leNet().apply(linear, rng).bias().toArray();
        assertTrue(IntStream.range(0, 4).allMatch(i -> drawn[i] != 0 && Math.abs(drawn[i]) <= 2.4 / 3), Arrays.toString(drawn));
        assertSame(linear, Init.he().apply(linear, rng));
    }

    /** A layer that scales channels, as a normalisation does. */
    private static final class Scale extends Layer {
        private final Tensor weight = parameter("weight", Tensor.of(new float[] {1, 1}, 2));
        private final Tensor bias = parameter("bias", Tensor.of(new float[] {5, 5}, 2));

        @Override
        protected Tensor forward(Tensor x, Pass pass) {
            return x.mul(weight).add(bias);
        }
    }

    @Test
    void gammaAndBetaStayAndPathsLimitWhatIsDrawn() {
        Layer net = new Sequential(new Linear(2, 2, rng), new Scale(), new Sequential(new Linear(2, 2, rng), Conv2d.noBias(1, 1, Window.of(3), rng)));
        float[] first = net.parameters().get("0.weight").toArray();
        float[] third = net.parameters().get("2.1.weight").toArray();
        Init.he().apply(net, rng, "2");
        assertArrayEquals(first, net.parameters().get("0.weight").toArray());
        assertFalse(Arrays.equals(third, net.parameters().get("2.1.weight").toArray()));
        Init.he().apply(net, rng);
        assertFalse(Arrays.equals(first, net.parameters().get("0.weight").toArray()));
        assertArrayEquals(new float[] {1, 1}, net.parameters().get("1.weight").toArray());
        assertArrayEquals(new float[] {5, 5}, net.parameters().get("1.bias").toArray());
    }

    @Test
    void oneSeedGivesTheSameNumbers() {
        Layer one = Init.he().apply(new Linear(5, 5, new Random(1)), new Random(3));
        Layer two = Init.he().apply(new Linear(5, 5, new Random(2)), new Random(3));
        assertArrayEquals(one.parameters().get("weight").toArray(), two.parameters().get("weight").toArray());
    }

    @Test
    void whatMakesNoSenseIsRefusedAndNothingChanges() {
        Layer net = new Sequential(new Linear(2, 2, rng), new Relu());
        float[] before = net.parameters().get("0.weight").toArray();
        error(IllegalArgumentException.class, "Init: 1: Relu has no weights to draw", () -> Init.he().apply(net, rng, "0", "1"));
        error(IllegalArgumentException.class, "there is no part \"7\" in Sequential; its parts: [0, 1]", () -> Init.he().apply(net, rng, "0", "7"));
        error(IllegalArgumentException.class, "Init: deviation must be at least 0, got -1.0", () -> Init.normal(-1));
        error(IllegalArgumentException.class, "Init: slope must be at least 0, got NaN", () -> Init.he(Double.NaN));
        error(IllegalArgumentException.class, "Init: bias must be a number, got Infinity", () -> Init.he().bias(Double.POSITIVE_INFINITY));
        assertArrayEquals(before, net.parameters().get("0.weight").toArray());
        assertEquals("Init he(0.1), bias 0.0", Init.he(0.1).toString());
        assertEquals("Init leNet", Init.leNet().toString());
    }
}
