package org.convbook.cnn.train;

import java.util.List;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.cuda.StandIn;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** What a training promises when it is steered, fails or goes on, where a device computes beside the host: the same tests, on the stand-in for a GPU. */
@Tag("stand-in")
class TrainingOnCudaTest {
    @BeforeAll
    static void standsIn() {
        StandIn.required();
    }

    private static List<Backend> onDevice() {
        return List.of(StandIn.backend());
    }

    @Nested
    class Steering extends SteeringTest {
        static List<Backend> backends() {
            return onDevice();
        }
    }

    @Nested
    class Failures extends FailureTest {
        static List<Backend> backends() {
            return onDevice();
        }
    }

    @Nested
    class Memory extends MemoryTest {
        static List<Backend> backends() {
            return onDevice();
        }
    }
}
