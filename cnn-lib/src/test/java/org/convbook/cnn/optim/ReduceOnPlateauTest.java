package org.convbook.cnn.optim;

import static org.convbook.cnn.Expect.error;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ReduceOnPlateauTest {
    private double rate = 1;

    private void rates(ReduceOnPlateau plateau, String losses, String expected) {
        StringBuilder seen = new StringBuilder();
        for (String loss : losses.split(" ")) seen.append((rate = plateau.next(Double.parseDouble(loss), rate))).append(' ');
        assertEquals(expected, seen.toString().strip());
    }

    /** Patience 2: the third epoch in a row that is not better. */
    @Test
    void aRateFallsAfterMoreThanPatienceEpochs() {
        rates(new ReduceOnPlateau(0.5, 2), "5 4 4 4 4 4 4 4 3 3 3", "1.0 1.0 1.0 1.0 0.5 0.5 0.5 0.25 0.25 0.25 0.25");
    }

    /** 4 · (1 − 1e−4) = 3.9996 is not below itself, 3.9995 is. */
    @Test
    void betterIsRelative() {
        rates(new ReduceOnPlateau(0.5, 0), "4 3.9996 3.9995 3.9994", "1.0 0.5 0.5 0.25");
    }

    @Test
    void aLossThatIsNoNumberIsNeverBetter() {
        rates(new ReduceOnPlateau(0.5, 1), "NaN NaN 3 NaN NaN 4 2", "1.0 0.5 0.5 0.5 0.25 0.25 0.25");
    }

    /** After a fall two epochs do not count: with patience 0 the third does. */
    @Test
    void aFallIsFollowedByRest() {
        rates(new ReduceOnPlateau(0.5, 0, 0, 2, 0), "1 1 1 1 1 1", "1.0 0.5 0.5 0.5 0.25 0.25");
    }

    @Test
    void theRateStaysAboveTheLowestAndTinyChangesAreNotMade() {
        rates(new ReduceOnPlateau(0.1, 0, 0, 0, 0.05), "1 1 1 1", "1.0 0.1 0.05 0.05");
        rate = 1.1e-8;
        rates(new ReduceOnPlateau(0.5, 0), "1 1", "1.1E-8 1.1E-8");
    }

    @Test
    void stateIsSavedAndSetAgain() {
        ReduceOnPlateau first = new ReduceOnPlateau(0.5, 2);
        rates(first, "4 5 5", "1.0 1.0 1.0");
        assertArrayEquals(new double[] {4, 2, 0}, first.state());
        ReduceOnPlateau second = new ReduceOnPlateau(0.5, 2);
        second.state(first.state());
        rates(second, "5", "0.5");
        second.restart();
        rates(second, "9 9 9", "0.5 0.5 0.5");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        error(IllegalArgumentException.class, "ReduceOnPlateau: factor must be in (0, 1), got 1.0", () -> new ReduceOnPlateau(1, 10));
        error(IllegalArgumentException.class, "ReduceOnPlateau: patience must be at least 0, got -1", () -> new ReduceOnPlateau(0.1, -1));
        error(IllegalArgumentException.class, "ReduceOnPlateau: threshold must be in [0, 1), got NaN",
            () -> new ReduceOnPlateau(0.1, 1, Double.NaN, 0, 0));
        error(IllegalArgumentException.class, "ReduceOnPlateau: coolDown must be at least 0, got -2", () -> new ReduceOnPlateau(0.1, 1, 0, -2, 0));
        error(IllegalArgumentException.class, "ReduceOnPlateau: lowest must be at least 0, got -0.1", () -> new ReduceOnPlateau(0.1, 1, 0, 0, -0.1));
        assertEquals("ReduceOnPlateau(factor 0.1, patience 10)", new ReduceOnPlateau().toString());
    }
}
