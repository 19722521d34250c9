package org.convbook.cnn.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.convbook.cnn.Tolerance;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.Precision;
import org.convbook.cnn.backend.Shape;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the threads of a block work together on what is long, or wide: softmax of many classes, changes of layout. */
@Tag("stand-in")
class CudaManyThreadsTest {
    @BeforeAll
    static void standsIn() {
        StandIn.required();
    }

    @AfterAll
    static void nothingWasWrittenBehindABlock() {
        assertTrue(StandIn.intact());
    }

    private static float[] normal(Shape shape) {
        Random rng = new Random(3);
        float[] values = new float[shape.count()];
        for (int i = 0; i < values.length; i++) values[i] = (float) (3 * rng.nextGaussian());
        return values;
    }

    static List<Shape> vectors() {
        return List.of(Shape.of(3, 1000), Shape.of(1, 64), Shape.of(2, 129, 3, 2), Shape.of(1, 300, 1));
    }

    private record Step(String name, java.util.function.Function<Backend, Buffer> of) {}

    @ParameterizedTest
    @MethodSource("vectors")
    void longVectorsFollowTheReference(Shape s) {
        float[] x = normal(s);
        int count = s.count() / s.size(1);
        Shape labelled = s.rank() == 2 ? Shape.of(s.size(0)) : s.with(1, 1);
        float[] labels = new float[count];
        for (int i = 0; i < count; i++) labels[i] = (7 * i + 5) % s.size(1);
        float[] w = new float[s.size(1)];
        for (int i = 0; i < w.length; i++) w[i] = 1 + i % 3;
        for (Step step : List.of(
                new Step("softmax", b -> b.softmax(b.upload(s, x))),
                new Step("logSoftmax", b -> b.logSoftmax(b.upload(s, x))),
                new Step("softmaxGradient", b -> b.softmaxGradient(b.upload(s, x), b.softmax(b.upload(s, x)))),
                new Step("logSoftmaxGradient", b -> b.logSoftmaxGradient(b.upload(s, x), b.logSoftmax(b.upload(s, x)))),
                new Step("nll", b -> b.nll(new Backend.ClassWeighting(b.upload(Shape.of(w.length), w), 0.1, 5), b.logSoftmax(b.upload(s, x)),
                    b.upload(labelled, labels)).loss()),
                new Step("nllGradient", b -> {
                    Backend.ClassWeighting c = new Backend.ClassWeighting(null, 0.1, 12);
                    Buffer t = b.upload(labelled, labels);
                    return b.nllGradient(c, b.fill(Shape.of(), 2), s, t, b.nll(c, b.logSoftmax(b.upload(s, x)), t));
                }),
                new Step("crossEntropy", b -> s.rank() == 2 ? b.crossEntropy(b.upload(s, x), b.upload(labelled, labels)).loss() : b.fill(s, 0)),
                new Step("crossEntropyGradient", b -> s.rank() != 2 ? b.fill(s, 0) : b.crossEntropyGradient(b.fill(Shape.of(), 2),
                    b.crossEntropy(b.upload(s, x), b.upload(labelled, labels)).probabilities(), b.upload(labelled, labels))))) {
            float[] expected = Backends.java().download(step.of.apply(Backends.java()));
            float[] actual = StandIn.backend().download(step.of.apply(StandIn.backend()));
            assertArrayEquals(expected, actual, (float) (8 * Tolerance.FLOAT_CHAIN), step.name + " of " + s);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Precision.class, names = {"FP32", "BF16", "FP16"})
    void layoutsChangeByTiles(Precision precision) {
        CudaBackend backend = StandIn.another(precision);
        for (Shape s : List.of(Shape.of(2, 8, 3, 3), Shape.of(3, 33, 5, 7), Shape.of(1, 64, 32, 1), Shape.of(2, 40, 9), Shape.of(1, 9, 2, 3, 4),
                Shape.of(3000, 8, 8))) {
            float[] x = normal(s);
            for (int i = 0; i < x.length; i++) x[i] = Math.round(8 * x[i]) / 8f;   // all formats hold these
            int pixels = s.count() / s.size(0) / s.size(1);
            float[] sideBySide = new float[x.length];
            for (int n = 0; n < s.size(0); n++) {
                for (int c = 0; c < s.size(1); c++) {
                    for (int p = 0; p < pixels; p++) {
                        sideBySide[(n * pixels + p) * s.size(1) + c] = x[(n * s.size(1) + c) * pixels + p];
                    }
                }
            }
            CudaBuffer laid = backend.as(backend.upload(s, x), Layout.NHWC, backend.activations);
            CudaBuffer seen = new CudaBuffer(Shape.of(s.count()), Layout.PLAIN, laid.format, laid.live());
            assertArrayEquals(sideBySide, backend.download(seen), "channels side by side " + s);
            assertArrayEquals(x, backend.download(laid), "and back " + s);
        }
        backend.close();
    }
}
