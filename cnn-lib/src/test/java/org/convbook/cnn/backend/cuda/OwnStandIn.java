package org.convbook.cnn.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.convbook.cnn.backend.Precision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests that each have a backend of their own on the stand-in for a GPU, for faults and orders of streams that must not outlast them. */
public abstract class OwnStandIn {
    /** In float32; closed after the test. */
    protected CudaBackend backend;

    @BeforeEach
    void opens() {
        StandIn.required();
        backend = StandIn.another(Precision.FP32);
    }

    @AfterEach
    void heals() {
        StandIn.heal();
        backend.close();
        assertTrue(StandIn.intact());
    }
}
