package org.convbook.cnn.backend.cuda;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.junit.jupiter.api.BeforeAll;

/** Networks train on a real GPU as on the reference, where there is a GPU. */
class CudaDeviceTrainingTest extends TrainingAgreement {
    @BeforeAll
    static void hasAGpu() {
        CudaDeviceTest.required();
    }

    @Override
    Backend backend() {
        return Backends.cuda();
    }
}
