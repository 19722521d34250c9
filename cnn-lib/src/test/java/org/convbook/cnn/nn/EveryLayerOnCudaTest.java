package org.convbook.cnn.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.cuda.StandIn;
import org.convbook.cnn.tensor.Gradients;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer, its result and all its gradients, on the stand-in for a GPU as on the reference. */
@Tag("stand-in")
class EveryLayerOnCudaTest {
    private static final double TOLERANCE = 1e-4;
    private static final int[][] SHAPES = {{2, 2, 6, 6}, {2, 2, 6}, {2, 2, 6, 6, 6}, {2, 1, 28, 28}, {2, 3, 32, 32}, {2, 3, 224, 224}, {2, 2}};

    @BeforeAll
    static void standsIn() {
        StandIn.required();
    }

    static Stream<Class<?>> layers() {
        return EveryLayerTest.layers();
    }

    /** The layer's result and gradients by name, on one backend; of the first shape that it takes. */
    private static Map<String, float[]> results(Class<?> type, Backend backend) throws ReflectiveOperationException {
        RuntimeException last = null;
        for (int[] shape : SHAPES) {
            Layer layer = EveryLayerTest.make(type).to(backend);
            float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
            Random rng = new Random(9);
            for (int i = 0; i < values.length; i++) values[i] = (float) rng.nextGaussian();
            Tensor x = Tensor.of(backend, values, shape).requiresGrad();
            Tensor y;
            try {
                y = layer.apply(x, Pass.training(new RandomStream(3)));
            } catch (IllegalArgumentException e) {
                last = e;
                continue;
            }
            Map<String, float[]> all = new LinkedHashMap<>();
            all.put("result", y.toArray());
            Gradients gradients = y.square().sum().backward();
            all.put("gradient of the input", gradients.of(x).toArray());
            layer.parameters().forEach((path, p) -> all.put("gradient of " + path, gradients.of(p).toArray()));
            layer.buffers().forEach((path, b) -> all.put(path, b.toArray()));
            return all;
        }
        throw last;
    }

    @ParameterizedTest
    @MethodSource("layers")
    void agreesWithTheReference(Class<?> type) throws ReflectiveOperationException {
        Map<String, float[]> expected = results(type, Backends.java());
        Map<String, float[]> actual = results(type, StandIn.backend());
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, e) -> {
            float[] a = actual.get(name);
            assertEquals(e.length, a.length);
            double scale = 1;
            for (float v : e) scale = Math.max(scale, Math.abs(v));
            for (int i = 0; i < e.length; i++) assertTrue(Math.abs(e[i] - a[i]) <= TOLERANCE * scale, type + " " + name + " " + i + ": " + a[i]
                + ", expected " + e[i]);
        });
    }
}
