package org.convbook.cnn.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.convbook.cnn.backend.Algorithms;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.Precision;
import org.convbook.cnn.backend.Recording;
import org.convbook.cnn.backend.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Which algorithm is asked of cuDNN. The stand-in has three: 2 is the fastest but not the same bits each time, 1 is faster than 0 and needs memory,
 * and it holds 0 for the better of the two.
 */
@Tag("stand-in")
class CudaAlgorithmsTest {
    private static final Shape IMAGE = Shape.of(1, 2, 4, 4);
    private static final ConvShape SHAPE = new ConvShape(IMAGE, Shape.of(2, 2, 3, 3), IMAGE, 1, 1, 1, 1);

    private CudaBackend backend;

    @BeforeEach
    void standsIn() {
        StandIn.required();
    }

    @AfterEach
    void heals() {
        StandIn.heal();
        if (backend != null) backend.close();
        assertTrue(StandIn.intact());
    }

    /** The algorithms of the three passes. */
    private List<String> asked(Precision precision, Algorithms algorithms) {
        if (backend == null) backend = StandIn.another(precision, algorithms);
        Buffer x = backend.fill(IMAGE, 1);
        Buffer w = backend.fill(SHAPE.weight(), 1);
        try (Recording recording = backend.record(() -> {
            backend.conv(SHAPE, x, w, null);
            backend.convInputGradient(SHAPE, x, w);
            backend.convWeightGradient(SHAPE, x, x, false);
        })) {
            return recording.trace().lines().filter(line -> line.contains(" by ")).map(line -> line.replaceFirst(" .* by ", " by ")).toList();
        }
    }

    private static List<String> all(int algorithm) {
        return List.of("FORWARD by " + algorithm, "INPUT_GRADIENT by " + algorithm, "WEIGHT_GRADIENT by " + algorithm);
    }

    @Test
    void theSameBitsNeedNoTrial() {
        backend = StandIn.another(Precision.FP32, Algorithms.SAME_BITS);
        long before = StandIn.trials();
        assertEquals(all(0), asked(Precision.FP32, Algorithms.SAME_BITS));
        assertEquals(before, StandIn.trials(), "what is timed may be another next time");
    }

    @Test
    void theFastestIsFoundByTryingOnceForEachShape() {
        backend = StandIn.another(Precision.FP32, Algorithms.FASTEST);
        long before = StandIn.trials();
        assertEquals(all(2), asked(Precision.FP32, Algorithms.FASTEST));
        assertEquals(before + 3, StandIn.trials());
        assertEquals(all(2), asked(Precision.FP32, Algorithms.FASTEST));
        assertEquals(before + 3, StandIn.trials(), "it is kept");
    }

    @Test
    void bothComputeTheSame() {
        float[] expected = null;
        for (Algorithms algorithms : Algorithms.values()) {
            CudaBackend b = StandIn.another(Precision.BF16, algorithms);
            float[] y = b.download(b.conv(SHAPE, b.fill(IMAGE, 0.5), b.fill(SHAPE.weight(), 3), null));
            if (expected == null) expected = y;
            assertArrayEquals(expected, y);
            b.close();
        }
        assertEquals(18 * 1.5f, expected[5]);
    }

    @Test
    void withoutMemoryToTryItTakesTheLibrarysWord() {
        backend = StandIn.another(Precision.FP32, Algorithms.FASTEST);
        Buffer x = backend.fill(IMAGE, 1);
        Buffer w = backend.fill(SHAPE.weight(), 1);
        Buffer y = backend.conv(new ConvShape(IMAGE, Shape.of(2, 2, 1, 1), IMAGE, 1, 0, 1, 1), x, backend.fill(Shape.of(2, 2, 1, 1), 1), null);
        backend.close();                                                            // nothing waits any more
        long before = StandIn.trials();
        StandIn.fail(StandIn.Fault.ALLOCATE, 3, 2);
        assertEquals(18, backend.download(backend.conv(SHAPE, x, w, null))[5]);
        StandIn.heal();
        assertEquals(2, backend.download(y)[0]);
        assertTrue(StandIn.trials() <= before + 1);
    }

    @Test
    void theChoiceIsSaid() {
        backend = StandIn.another(Precision.BF16, Algorithms.FASTEST);
        assertEquals("host stand-in, sm_90, 1024.0 GiB, driver for CUDA 12.8, cuDNN 9.10.2, cuBLAS, BF16, fastest algorithms", backend.describe());
    }

    /** Tests run without a GPU as the best backend. */
    @Test
    void otherBackendsRefuseAnotherPrecision() {
        assertEquals(Backends.best(), Backends.best(Precision.FP32, Algorithms.FASTEST));
        DeviceException e = assertThrows(DeviceException.class, () -> Backends.best(Precision.BF16, Algorithms.SAME_BITS));
        assertTrue(e.getMessage().startsWith("BF16 needs a GPU, " + Backends.best().name() + " computes in float32 ("), e.getMessage());
    }
}
