package org.convbook.cnn.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.convbook.cnn.Tolerance;
import org.convbook.cnn.backend.Precision;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract over the stand-in in half precision. */
@Tag("stand-in")
class CudaFp16Test extends SixteenBitsContract {
    CudaFp16Test() {
        super(Precision.FP16);
    }

    @Override
    public double tolerance() {
        return Tolerance.FP16_OPERATION;
    }

    @Override
    public double chainTolerance() {
        return Tolerance.FP16_CHAIN;
    }

    @Test
    void saysWhatItIs() {
        assertEquals("host stand-in, sm_90, 1024.0 GiB, driver for CUDA 12.8, cuDNN 9.10.2, cuBLAS, FP16", backend().describe());
    }
}
