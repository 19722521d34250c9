package org.convbook.cnn.backend.cuda;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Precision;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    @ParameterizedTest
    @EnumSource(value = Precision.class, names = {"BF16", "FP16"})
    void inSixteenBitsTheyTrainAlmostAsTheReference(Precision precision) {
        Backend b = Backends.cuda(0, precision);
        agrees(b, tolerance(precision), leNet(), 10, true);
        agrees(b, tolerance(precision), smallResNet(), 6, true);
    }
}
