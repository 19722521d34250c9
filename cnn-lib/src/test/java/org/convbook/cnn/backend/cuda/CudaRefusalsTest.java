package org.convbook.cnn.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.convbook.cnn.Tolerance;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.ConvContract;
import org.convbook.cnn.backend.Precision;
import org.convbook.cnn.backend.ProductContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the libraries do not do is done in another way, with the same results. */
@Tag("stand-in")
class CudaRefusalsTest {
    /** A contract on a backend of its own, to which something is refused. */
    private abstract static class Refused {
        private CudaBackend backend;

        abstract StandIn.Fault refused();

        @BeforeEach
        void refuse() {
            StandIn.backend();
            StandIn.fail(refused(), 0, -3000);
            backend = StandIn.another(Precision.FP32);
        }

        @AfterEach
        void heal() {
            backend.close();
            StandIn.heal();
            assertTrue(StandIn.intact());
        }

        public Backend backend() {
            return backend;
        }

        public double tolerance() {
            return Tolerance.FLOAT_OPERATION;
        }

        public double chainTolerance() {
            return Tolerance.FLOAT_CHAIN;
        }
    }

    @Nested
    class ChannelsSideBySide extends Refused implements ConvContract {
        @Override
        StandIn.Fault refused() {
            return StandIn.Fault.REFUSE_CHANNELS_LAST;
        }
    }

    @Nested
    class EveryConvolution extends Refused implements ConvContract {
        @Override
        StandIn.Fault refused() {
            return StandIn.Fault.REFUSE_CONVOLUTIONS;
        }
    }

    @Nested
    class MatrixProducts extends Refused implements ProductContract {
        @Override
        StandIn.Fault refused() {
            return StandIn.Fault.NO_PRODUCTS;
        }

        @Test
        void isSaid() {
            assertEquals("host stand-in, sm_90, 1024.0 GiB, driver for CUDA 12.8, cuDNN 9.10.2, no cuBLAS, FP32", backend().describe());
        }
    }

    @Nested
    class FewerDigits implements ProductContract {
        private final CudaBackend backend = StandIn.another(Precision.TF32);

        @Override
        public Backend backend() {
            return backend;
        }

        @Override
        public double tolerance() {
            return Tolerance.FLOAT_OPERATION;   // the stand-in has all digits
        }

        @Override
        public double chainTolerance() {
            return Tolerance.FLOAT_CHAIN;
        }

        @Test
        void areSaid() {
            assertEquals("host stand-in, sm_90, 1024.0 GiB, driver for CUDA 12.8, cuDNN 9.10.2, cuBLAS, TF32", backend().describe());
        }
    }
}
