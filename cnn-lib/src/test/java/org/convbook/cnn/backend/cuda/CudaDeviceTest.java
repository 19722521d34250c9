package org.convbook.cnn.backend.cuda;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.BackendContract;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.DeviceException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** The contract on a real GPU, where there is one. */
class CudaDeviceTest extends BackendContract {
    @BeforeAll
    static void hasAGpu() {
        required();
    }

    /** Skips a test where there is no GPU, and says why. */
    static void required() {
        Assumptions.assumeTrue(CudaPresence.likely(), "skipped: no NVIDIA driver here");
        try {
            Backends.cuda();
        } catch (DeviceException e) {
            Assumptions.abort("skipped: " + e.getMessage());
        }
    }

    @Override
    public Backend backend() {
        return Backends.cuda();
    }
}
