package org.convbook.cnn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Random;
import java.util.stream.Stream;
import org.convbook.cnn.Tolerance;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Recording;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss is the same on both backends, and in a recorded step reads the labels of each replay. */
class RecordedLossTest {
    private record Case(Loss loss, Shape logits, Shape labels, int classes) {}

    static Stream<Case> cases() {
        Shape rows = Shape.of(6, 4);
        Shape maps = Shape.of(2, 4, 3, 5);
        CrossEntropyLoss all = Losses.crossEntropy().smoothing(0.2).classWeights(1, 0.5f, 2, 3).ignoring(3);
        return Stream.of(
            new Case(Losses.crossEntropy(), rows, Shape.of(6), 4), new Case(all, rows, Shape.of(6), 4), new Case(all, maps, Shape.of(2, 3, 5), 4),
            new Case(Losses.crossEntropy(), maps, Shape.of(30), 4), new Case(Losses.nll(), rows, Shape.of(6), 4),
            new Case(Losses.multiclassHinge(), rows, Shape.of(6), 4), new Case(Losses.binaryCrossEntropy(), Shape.of(6, 1), Shape.of(6), 2),
            new Case(Losses.meanSquaredError(), Shape.of(6, 1), Shape.of(6), 4), new Case(Losses.sumOfSquares(), Shape.of(6), Shape.of(6), 4));
    }

    private static float[] labels(Case c, Random rng) {
        float[] values = new float[c.labels.count()];
        for (int i = 0; i < values.length; i++) values[i] = rng.nextInt(c.classes);
        return values;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aReplayEqualsAnEagerStep(Case c) {
        Random rng = new Random(5);
        Backend backend = Backends.best();
        float[] scores = new float[c.logits.count()];
        for (int i = 0; i < scores.length; i++) scores[i] = (float) rng.nextGaussian();
        float[] first = labels(c, rng);
        float[] second = labels(c, rng);
        Tensor z = Tensor.of(backend, scores, c.logits.sizes()).requiresGrad();
        Tensor y = Tensor.of(backend, first, c.labels.sizes());
        Tensor[] result = new Tensor[2];
        try (Recording recording = backend.record(() -> {
            result[0] = c.loss.loss(z, y);
            result[1] = result[0].backward().of(z);
        })) {
            assertNull(recording.obstacle());
            y.set(second);
            recording.replay();
            Tensor host = Tensor.of(scores, c.logits.sizes()).requiresGrad();
            Tensor expected = c.loss.loss(host, Tensor.of(second, c.labels.sizes()));
            assertEquals(expected.item(), result[0].item(), Tolerance.FLOAT_CHAIN * Math.max(1, expected.item()));
            assertArrayEquals(expected.backward().of(host).toArray(), result[1].toArray(), (float) (2 * Tolerance.FLOAT_CHAIN));
        }
    }
}
