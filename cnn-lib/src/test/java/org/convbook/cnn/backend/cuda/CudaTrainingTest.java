package org.convbook.cnn.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.nn.BatchNorm2d;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Dropout;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.MaxPool2d;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.optim.Adam;
import org.convbook.cnn.tensor.Window;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Networks train on the stand-in for a GPU as on the reference, and leave nothing behind. */
@Tag("stand-in")
@SuppressWarnings("try")   // a scope is opened for what it frees
class CudaTrainingTest extends TrainingAgreement {
    @BeforeAll
    static void standsIn() {
        StandIn.required();
    }

    @AfterAll
    static void nothingWasWrittenBehindABlock() {
        assertTrue(StandIn.intact());
    }

    @Override
    Backend backend() {
        return StandIn.backend();
    }

    @Test
    void twoHundredTrainingsLeaveNothingBehind() {
        CudaBackend backend = StandIn.backend();
        Training small = new Training(rng -> CudaTrainingTest.small(rng), net -> new Adam(net.parameters(), 1e-3), new int[] {2, 1, 6, 6},
            new int[] {2}, 3);
        train(backend, small);
        long inUse = settled(backend);
        backend.close();
        long held = StandIn.bytes();
        int graphs = StandIn.graphs();
        for (int i = 0; i < 200; i++) train(backend, small);
        long then = settled(backend);
        assertTrue(then <= inUse, () -> "tensors hold " + then + " bytes, before " + inUse);
        backend.close();
        assertEquals(held, StandIn.bytes(), "what the driver has given out");
        assertEquals(graphs, StandIn.graphs(), "graphs");
    }

    private static Layer small(RandomGenerator rng) {
        return new Sequential(new Conv2d(1, 2, Window.of(3), rng), new BatchNorm2d(2), new Relu(), new MaxPool2d(2), new Flatten(), new Dropout(0.3),
            new Linear(2 * 2 * 2, 3, rng));
    }

    /** The bytes in use once the collector has found what belongs to no scope, such as an optimiser's state. */
    private static long settled(CudaBackend backend) {
        long least = backend.bytesInUse();
        for (int same = 0; same < 5; same++) {
            System.gc();
            LockSupport.parkNanos(50_000_000);
            long now = backend.bytesInUse();
            if (now < least) same = 0;
            least = Math.min(least, now);
        }
        return least;
    }

    private static void train(CudaBackend backend, Training training) {
        try (Scope scope = backend.scope()) {
            training.losses(backend, 2, true);
        }
    }
}
