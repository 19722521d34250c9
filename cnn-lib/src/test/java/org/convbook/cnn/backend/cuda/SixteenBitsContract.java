package org.convbook.cnn.backend.cuda;

import java.util.Random;
import org.convbook.cnn.Tolerance;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.BackendContract;
import org.convbook.cnn.backend.Precision;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract with activations in 16 bits, by numbers that these can hold. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SixteenBitsContract extends BackendContract {
    private final Precision precision;
    private Backend backend;

    SixteenBitsContract(Precision precision) {
        this.precision = precision;
    }

    /** A backend of this precision; a test is skipped where there is none. */
    abstract Backend open(Precision precision);

    @BeforeAll
    void opens() {
        backend = open(precision);
    }

    @Override
    public Backend backend() {
        return backend;
    }

    @Override
    public double tolerance() {
        return precision == Precision.BF16 ? Tolerance.BF16_OPERATION : Tolerance.FP16_OPERATION;
    }

    @Override
    public double chainTolerance() {
        return precision == Precision.BF16 ? Tolerance.BF16_CHAIN : Tolerance.FP16_CHAIN;
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
