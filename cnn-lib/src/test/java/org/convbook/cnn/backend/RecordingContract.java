package org.convbook.cnn.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Steps that are recorded once and replayed. */
@SuppressWarnings("try")   // a scope is opened for what it frees
public interface RecordingContract extends ContractPart {
    @Test
    default void aReplayComputesFromNewInputs() {
        Buffer x = backend().upload(Shape.of(2, 3), new float[] {1, 2, 3, 4, 5, 6});
        Buffer[] y = new Buffer[1];
        try (Recording recording = backend().record(() -> y[0] = backend().affine(backend().reduce(ReduceOp.SUM, x, Shape.of(1, 3)), 2, 1))) {
            assertNull(recording.obstacle());
            assertArrayEquals(new float[] {11, 15, 19}, backend().download(y[0]), "the recorded run itself");
            backend().write(x, new float[] {0, 0, 1, 1, 0, 0});
            assertArrayEquals(new float[] {11, 15, 19}, backend().download(y[0]), "nothing changes before the replay");
            recording.replay();
            assertArrayEquals(new float[] {3, 1, 3}, backend().download(y[0]));
            recording.replay();
            assertArrayEquals(new float[] {3, 1, 3}, backend().download(y[0]), "a replay starts from the inputs, not from the last result");
        }
    }

    @Test
    default void aReplayedTrainingStepEqualsTheEagerOneBitByBit() {
        SmallNet eager = new SmallNet(backend(), SEED);
        SmallNet recorded = new SmallNet(backend(), SEED);
        Random rng = random();
        Recording recording = null;
        for (int step = 0; step < 6; step++) {
            float[] images = Values.normal(rng, eager.images.shape().sizes()).floats();
            float[] labels = Values.of(eager.labels.shape(), i -> rng.nextInt(4)).floats();
            eager.prepare(step, images, labels);
            recorded.prepare(step, images, labels);
            double loss;
            try (Scope scope = backend().scope()) {
                eager.step();
                loss = eager.loss();
            }
            if (recording == null) recording = backend().record(recorded::step);
            else recording.replay();
            assertNull(recording.obstacle());
            assertEquals(loss, recorded.loss(), seeded("loss of step " + step));
            eager.assertSameParameters(recorded, seeded("after step " + step));
        }
        recording.close();
    }

    @Test
    default void aReplayDrawsNewRandomNumbers() {
        RandomStream stream = new RandomStream(5);
        Buffer[] y = new Buffer[1];
        stream.step(1);
        try (Recording recording = backend().record(() -> y[0] = backend().bernoulli(stream, stream.nextDraw(), 0.5, Shape.of(100)))) {
            float[] first = backend().download(y[0]);
            stream.step(2);
            recording.replay();
            float[] second = backend().download(y[0]);
            assertArrayEquals(backend().download(backend().bernoulli(stream, 0, 0.5, Shape.of(100))), second);
            stream.step(1);
            recording.replay();
            assertArrayEquals(first, backend().download(y[0]));
            assertNotEquals(List.of(first), List.of(second));
        }
    }

    @Test
    default void anInPlaceUpdateIsReplayed() {
        Buffer w = backend().upload(Shape.of(2), new float[] {10, 20});
        Buffer g = backend().upload(Shape.of(2), new float[] {1, 2});
        Buffer v = backend().fill(Shape.of(2), 0);
        Buffer settings = backend().upload(Shape.of(4), new float[] {1, 0, 0, 0});
        try (Recording recording = backend().record(() -> backend().sgd(List.of(w), List.of(g), List.of(v), settings))) {
            recording.replay();
            backend().write(settings, new float[] {2, 0, 0, 0});
            recording.replay();
            assertArrayEquals(new float[] {6, 12}, backend().download(w));
        }
        assertArrayEquals(new float[] {6, 12}, backend().download(w), "what the step did not make is still there");
    }

    @Test
    default void whatDependsOnTheHostIsAnObstacle() {
        Buffer x = backend().fill(Shape.of(3), 1);
        try (Recording reading = backend().record(() -> backend().download(x));
             Recording bringing = backend().record(() -> backend().upload(Shape.of(1), new float[1]));
             Recording writing = backend().record(() -> backend().write(x, new float[3]));
             Recording nested = backend().record(() -> {
                 try (Scope scope = backend().scope()) {
                     backend().download(backend().affine(x, 2, 0));
                 }
             });
             Recording pure = backend().record(() -> backend().affine(x, 2, 0))) {
            assertEquals("it read a value back to the host", reading.obstacle());
            assertEquals("it brought new values from the host", bringing.obstacle());
            assertEquals("it brought new values from the host", writing.obstacle());
            assertNotNull(nested.obstacle());
            assertNull(pure.obstacle());
        }
    }

    @Test
    default void tracesTellStepsApart() {
        Buffer a = backend().fill(Shape.of(2, 3), 1);
        Buffer b = backend().fill(Shape.of(2, 3), 2);
        Buffer larger = backend().fill(Shape.of(2, 5), 2);
        String difference = trace(() -> backend().binary(BinaryOp.SUB, a, b));
        assertEquals(difference, trace(() -> backend().binary(BinaryOp.SUB, a, b)));
        assertNotEquals(difference, trace(() -> backend().binary(BinaryOp.ADD, a, b)));
        assertNotEquals(difference, trace(() -> backend().binary(BinaryOp.SUB, larger, larger)));
        assertNotEquals(trace(() -> backend().affine(a, 1, 0)), trace(() -> backend().affine(a, 2, 0)));
        assertNotEquals(trace(() -> backend().matmul(a, false, b, true, null)), trace(() -> backend().matmul(larger, false, larger, true, null)),
            "both give [2, 2]");
        assertNotEquals(trace(() -> backend().reduce(ReduceOp.SUM, a, Shape.of(1, 1))),
            trace(() -> backend().reduce(ReduceOp.SUM, larger, Shape.of(1, 1))),
            "both give [1, 1]");
        assertNotEquals(trace(() -> backend().affine(a, 1, 0)), trace(() -> backend().affine(backend().affine(a, 1, 0), 1, 0)));
        SmallNet one = new SmallNet(backend(), 1);
        SmallNet two = new SmallNet(backend(), 2);
        one.prepare(0, new float[one.images.shape().count()], new float[one.labels.shape().count()]);
        two.prepare(0, new float[two.images.shape().count()], new float[two.labels.shape().count()]);
        assertEquals(trace(one::step), trace(two::step), "two networks of the same shapes");
    }

    private String trace(Runnable step) {
        try (Recording recording = backend().record(step)) {
            return recording.trace();
        }
    }

    @Test
    default void aRecordingHoldsItsMemoryUntilItCloses() {
        Buffer x = backend().fill(Shape.of(2, 3, 8, 8), 1);
        long before = settledBytes();
        Buffer[] y = new Buffer[2];
        Recording recording = backend().record(() -> {
            try (Scope scope = backend().scope()) {
                y[0] = throughTanh(x);
            }
            y[1] = backend().affine(x, 2, 0);
        });
        assertTrue(backend().bytesInUse() >= before + 2 * 4 * 384, "a recording keeps what it will write again");
        recording.replay();
        assertEquals(2, backend().download(y[1])[0]);
        recording.close();
        assertEquals(before, backend().bytesInUse());
        DeviceException e = assertThrows(DeviceException.class, () -> backend().download(y[1]));
        assertEquals("a tensor [2, 3, 8, 8] was used after its scope had closed", e.getMessage());
    }

    private Buffer throughTanh(Buffer x) {
        return backend().unary(UnaryOp.TANH, x);
    }

    @Test
    default void aStepThatFailsLeavesNothingBehind() {
        Buffer x = backend().fill(Shape.of(4), 1);
        long before = settledBytes();
        assertThrows(IllegalStateException.class, () -> backend().record(() -> {
            backend().affine(x, 2, 0);
            throw new IllegalStateException("in the middle");
        }));
        assertEquals(before, backend().bytesInUse());
        Buffer y = backend().affine(x, 3, 0);
        assertArrayEquals(new float[] {3, 3, 3, 3}, backend().download(y), "and nothing is recorded any more");
    }

    @Test
    default void whatARecordingReleasedStaysItsOwn() {
        Buffer x = Values.normal(random(), 30, 7).on(backend());
        Buffer[] result = {null};
        Recording recording = backend().record(() -> {
            Buffer a = backend().affine(x, 2, 0);
            Buffer b = backend().affine(a, 3, 0);
            backend().release(a);
            Buffer c = backend().affine(b, 5, 0);                           // may lie where a was
            backend().release(b);
            result[0] = backend().affine(c, 7, 0);
        });
        float[] expected = backend().download(result[0]);
        try (Scope scope = backend().scope()) {
            Buffer[] others = new Buffer[8];
            for (int i = 0; i < others.length; i++) others[i] = backend().affine(x, i, 0);
            recording.replay();
            assertArrayEquals(expected, backend().download(result[0]));
            for (int i = 0; i < others.length; i++) {
                assertArrayEquals(backend().download(backend().affine(x, i, 0)), backend().download(others[i]), "another's memory was written to");
            }
        }
        recording.close();
    }
}
