package org.convbook.cnn.backend.cuda;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Precision;
import org.junit.jupiter.api.Nested;

/** The contract in 16 bits on a real GPU, where there is one. */
class CudaDeviceSixteenBitsTest {
    private abstract static class OnTheDevice extends SixteenBitsContract {
        OnTheDevice(Precision precision) {
            super(precision);
        }

        @Override
        Backend open(Precision precision) {
            CudaDeviceTest.required();
            return Backends.cuda(0, precision);
        }
    }

    @Nested
    class Bf16 extends OnTheDevice {
        Bf16() {
            super(Precision.BF16);
        }
    }

    @Nested
    class Fp16 extends OnTheDevice {
        Fp16() {
            super(Precision.FP16);
        }
    }
}
