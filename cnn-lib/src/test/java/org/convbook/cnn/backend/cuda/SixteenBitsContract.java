package org.convbook.cnn.backend.cuda;

import java.util.Random;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.BackendContract;
import org.convbook.cnn.backend.Precision;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract over the stand-in with activations in 16 bits, by numbers that these can hold. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SixteenBitsContract extends BackendContract {
    private final Precision precision;
    private CudaBackend backend;

    SixteenBitsContract(Precision precision) {
        this.precision = precision;
    }

    @BeforeAll
    void opens() {
        StandIn.required();
        backend = StandIn.another(precision);
    }

    @AfterAll
    void nothingWasWrittenBehindABlock() {
        org.junit.jupiter.api.Assertions.assertTrue(StandIn.intact());
        backend.close();
    }

    @Override
    public Backend backend() {
        return backend;
    }

    /** Its normally distributed numbers have 8 bits, so that an argument is the same whatever it is kept in. */
    @Override
    public Random random() {
        return new Random(SEED) {
            private static final long serialVersionUID = 1;

            @Override
            public double nextGaussian() {
                return eightBits((float) super.nextGaussian());
            }
        };
    }

    /** The nearest number of 8 bits. */
    static float eightBits(float x) {
        return Float.intBitsToFloat((Float.floatToRawIntBits(x) + 0x8000) & 0xFFFF0000);
    }
}
