package org.convbook.cnn.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.BackendContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract over the stand-in for a GPU. */
@Tag("stand-in")
class CudaBackendTest extends BackendContract {
    @BeforeAll
    static void standsIn() {
        StandIn.required();
    }

    @AfterAll
    static void nothingWasWrittenBehindABlock() {
        assertTrue(StandIn.intact());
    }

    @Override
    public Backend backend() {
        return StandIn.backend();
    }

    @Test
    void saysWhatItIs() {
        assertEquals("cuda:0", backend().name());
        assertEquals("host stand-in, sm_90, 1024.0 GiB, driver for CUDA 12.8, cuDNN 9.10.2, cuBLAS, FP32", backend().describe());
    }
}
