package org.convbook.cnn.optim;

import static org.convbook.cnn.Expect.error;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.LongStream;
import org.convbook.cnn.Tolerance;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static void factors(Schedule schedule, double... expected) {
        double[] actual = LongStream.range(0, expected.length).mapToDouble(s -> schedule.factor(s, expected.length)).toArray();
        assertArrayEquals(expected, actual, Tolerance.SIX_DIGITS);
    }

    @Test
    void valuesByHand() {
        factors(Schedule.constant(), 1, 1, 1);
        factors(Schedule.step(2, 0.1), 1, 1, 0.1, 0.1, 0.01);
        factors(Schedule.multiStep(0.5, 4, 1), 1, 0.5, 0.5, 0.5, 0.25);
        factors(Schedule.linear(), 1, 0.75, 0.5, 0.25);
        factors(Schedule.cosine(), 1, 0.853553, 0.5, 0.146447);            // (1 + cos 45°)/2, (1 + cos 90°)/2, ...
    }

    /** 10 steps: up to step 0.3 * 10 − 1 = 2, then down to step 9. Cosines of 90° up and of k * 180°/7 down. */
    @Test
    void oneCycleRisesAndFalls() {
        factors(Schedule.oneCycle(), 0.04, 0.52, 1, 0.950485, 0.811746, 0.611262, 0.388742, 0.188258, 0.049520, 0.000004);
        factors(Schedule.oneCycle(0.5, 0.5, 0.1), 0.5, 1, 0.55, 0.1);      // top at step 1, end at step 3
        factors(Schedule.oneCycle(), 1.0 / 250_000);                       // the only step is the last
    }

    @Test
    void warmUpComesBeforeTheWholeSchedule() {
        factors(Schedule.linear().warmUp(2), 0.5, 1, 1, 0.75, 0.5, 0.25);
        factors(Schedule.step(1, 0.5).warmUp(3), 1 / 3.0, 2 / 3.0, 1, 1, 0.5);
        factors(Schedule.constant().warmUp(100), 0.01, 0.02);
    }

    @Test
    void schedulesMultiplyAndAnyFunctionIsOne() {
        factors(Schedule.step(1, 0.5).times((step, steps) -> 1 + step), 1, 1, 0.75, 0.5);
    }

    @Test
    void afterTheEndNothingRisesAgain() {
        assertEquals(0, Schedule.linear().factor(7, 5));
        assertEquals(0, Schedule.cosine().factor(7, 5));
        assertEquals(1.0 / 250_000, Schedule.oneCycle().factor(7, 5), 1e-15);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        error(IllegalArgumentException.class, "Schedule: every must be at least 1 step, got 0", () -> Schedule.step(0, 0.1));
        error(IllegalArgumentException.class, "Schedule: factor must be positive, got -0.1", () -> Schedule.multiStep(-0.1, 1));
        error(IllegalArgumentException.class, "Schedule: at must be at least 1 step, got 0", () -> Schedule.multiStep(0.1, 5, 0));
        error(IllegalArgumentException.class, "Schedule: warm-up must be at least 1 step, got 0", () -> Schedule.cosine().warmUp(0));
        error(IllegalArgumentException.class, "Schedule: rise must be in (0, 1), got 1.0", () -> Schedule.oneCycle(1, 0.1, 0.1));
        error(IllegalArgumentException.class, "Schedule: last must be positive, got NaN", () -> Schedule.oneCycle(0.5, 0.1, Double.NaN));
    }
}
