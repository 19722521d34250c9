package org.convbook.cnn.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Precision;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract over the stand-in in bfloat16. */
@Tag("stand-in")
class CudaBf16Test extends SixteenBitsContract {
    CudaBf16Test() {
        super(Precision.BF16);
    }

    @Override
    Backend open(Precision precision) {
        StandIn.required();
        return StandIn.another(precision);
    }

    @AfterAll
    void nothingWasWrittenBehindABlock() {
        assertTrue(StandIn.intact());
        backend().close();
    }

    @Test
    void saysWhatItIs() {
        assertEquals("host stand-in, sm_90, 1024.0 GiB, driver for CUDA 12.8, cuDNN 9.10.2, cuBLAS, BF16", backend().describe());
    }
}
