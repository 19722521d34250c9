package org.convbook.cnn.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.tensor.Gradients;
import org.convbook.cnn.tensor.ReluRule;
import org.convbook.cnn.tensor.Tape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a backend does at once changes no result: a pass that is watched, in which nothing is joined, gives the same. */
class FusionTest {
    private static final double TOLERANCE = 2e-4;   // sums of some hundred float32 products in another order, through five layers

    /** A residual block, a sum that is used twice, and a normalisation that is used with and without its ReLU. */
    private static final class Net extends Layer {
        private final Layer first = child("first", new Conv2d(3, 8, Window.of(3).padding(1), new Random(1)));
        private final Layer norm = child("norm", new BatchNorm2d(8));
        private final Layer second = child("second", Conv2d.noBias(8, 8, Window.of(3).padding(1), new Random(2)));
        private final Layer secondNorm = child("secondNorm", new BatchNorm2d(8));
        private final Layer shortcut = child("shortcut", new Sequential(Conv2d.noBias(3, 8, Window.of(1), new Random(3)), new BatchNorm2d(8)));
        private final Layer last = child("last", new Conv2d(8, 4, Window.of(2), new Random(4)));

        @Override
        protected Tensor forward(Tensor x, Pass pass) {
            Tensor n = norm.apply(first.apply(x, pass), pass);
            Tensor h = n.relu();
            Tensor sum = secondNorm.apply(second.apply(h, pass), pass).add(shortcut.apply(x, pass));
            Tensor both = sum.relu().add(sum.mul(0.1)).add(n.mul(0.2));
            return last.apply(both, pass).relu();
        }
    }

    static List<Backend> backends() {
        return List.of(Backends.java(), Backends.best());
    }

    private static Tensor image() {
        Random rng = new Random(5);
        float[] values = new float[2 * 3 * 6 * 5];
        for (int i = 0; i < values.length; i++) values[i] = (float) rng.nextGaussian();
        return Tensor.of(values, 2, 3, 6, 5);
    }

    private static Pass watched(Pass pass) {
        return pass.watch((path, layer, x, y) -> { });
    }

    @ParameterizedTest
    @MethodSource("backends")
    void inferenceIsTheSameJoinedAndApart(Backend backend) {
        Layer net = new Net().to(backend);
        net.buffers().forEach((path, t) -> t.set(new float[] {1, 2, 3, 4, 5, 6, 7, 8}));
        Tensor x = image().to(backend);
        float[] apart = Tape.withoutGradients(() -> net.apply(x, watched(Pass.inference()))).toArray();
        assertArrayEquals(apart, Tape.withoutGradients(() -> net.apply(x, Pass.inference())).toArray(), 1e-4f);
        assertArrayEquals(apart, net.apply(x, Pass.inference()).toArray(), 1e-4f);      // on the tape, where nothing can be folded
    }

    @ParameterizedTest
    @MethodSource("backends")
    void trainingGivesTheSameGradientsAndRunningStatistics(Backend backend) {
        Map<String, float[]> joined = trained(backend, false, ReluRule.GRADIENT);
        trained(backend, true, ReluRule.GRADIENT).forEach((path, values) -> assertClose(path, values, joined.get(path)));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aRuleForReluIsFollowedBehindAnything(Backend backend) {
        for (ReluRule rule : List.of(ReluRule.DECONVNET, ReluRule.GUIDED, (dy, x) -> dy.mul(x))) {
            Map<String, float[]> joined = trained(backend, false, rule);
            trained(backend, true, rule).forEach((path, values) -> assertClose(path, values, joined.get(path)));
        }
    }

    private static Map<String, float[]> trained(Backend backend, boolean apart, ReluRule rule) {
        Layer net = new Net().to(backend);
        Tensor x = image().to(backend).requiresGrad();
        Pass pass = Pass.training(new RandomStream(1));
        Gradients g = net.apply(x, apart ? watched(pass) : pass).square().mean().backward(rule);
        Map<String, float[]> found = new LinkedHashMap<>();
        net.parameters().forEach((path, p) -> found.put(path, g.of(p).toArray()));
        found.put("image", g.of(x).toArray());
        net.buffers().forEach((path, b) -> found.put(path, b.toArray()));
        return found;
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aWatcherSeesEveryValue(Backend backend) {
        Layer net = new Net().to(backend);
        List<String> seen = new ArrayList<>();
        net.apply(image().to(backend), Pass.inference().watch((path, layer, x, y) -> seen.add(path + " " + y.toArray().length)));
        assertEquals(List.of("first 480", "norm 480", "second 480", "secondNorm 480", "shortcut.0 480", "shortcut.1 480", "shortcut 480", "last 160",
            " 160"), seen);
    }

    private static void assertClose(String path, float[] expected, float[] actual) {
        double largest = 1e-3;
        for (float v : expected) largest = Math.max(largest, Math.abs(v));
        assertArrayEquals(expected, actual, (float) (TOLERANCE * largest), path);
    }
}
