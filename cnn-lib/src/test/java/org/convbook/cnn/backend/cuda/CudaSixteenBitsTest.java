package org.convbook.cnn.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Precision;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract in 16 bits over the stand-in. */
@Tag("stand-in")
class CudaSixteenBitsTest {
    private abstract static class OnTheStandIn extends SixteenBitsContract {
        private final Precision precision;

        OnTheStandIn(Precision precision) {
            super(precision);
            this.precision = precision;
        }

        @Override
        Backend open(Precision wanted) {
            StandIn.required();
            return StandIn.another(wanted);
        }

        @AfterAll
        void nothingWasWrittenBehindABlock() {
            assertTrue(StandIn.intact());
            backend().close();
        }

        @Test
        void saysWhatItIs() {
            assertEquals("host stand-in, sm_90, 1024.0 GiB, driver for CUDA 12.8, cuDNN 9.10.2, cuBLAS, " + precision, backend().describe());
        }
    }

    @Nested
    class Bf16 extends OnTheStandIn {
        Bf16() {
            super(Precision.BF16);
        }
    }

    @Nested
    class Fp16 extends OnTheStandIn {
        Fp16() {
            super(Precision.FP16);
        }
    }
}
