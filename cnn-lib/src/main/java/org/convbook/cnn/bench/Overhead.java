package org.convbook.cnn.bench;

import java.util.Arrays;
import java.util.Locale;

/** What the library costs over its primitives: both steps in one process, in turn, so that what disturbs one disturbs the other. */
final class Overhead {
    private static final int STEPS_IN_A_ROW = 25;
    private static final int WARM_UP = 200;

    private Overhead() {}

    /** One line of JSON: the median step of {@code lenet5-train-b64}, of its primitives alone, and their ratio. */
    static String measure(int threads, double seconds) {
        Cases.Case library = Cases.build("lenet5-train-b64");
        Cases.Case bare = Cases.build(Cases.BARE);
        run(library, WARM_UP);
        run(bare, WARM_UP);
        double[] ratios = new double[1024];
        double[] steps = new double[1024];
        double[] primitives = new double[1024];
        int n = 0;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (n < ratios.length && (n < 5 || System.nanoTime() < end)) {
            steps[n] = run(library, STEPS_IN_A_ROW);
            primitives[n] = run(bare, STEPS_IN_A_ROW);
            ratios[n] = steps[n] / primitives[n];
            n++;
        }
        return String.format(Locale.ROOT,
            "{\"case\":\"overhead\",\"threads\":%d,\"pairs\":%d,\"ms_step\":%.4f,\"ms_primitives\":%.4f,\"ratio_median\":%.4f}",
            threads, n, 1e3 * median(steps, n), 1e3 * median(primitives, n), median(ratios, n));
    }

    /** The median seconds of a step. */
    private static double run(Cases.Case c, int steps) {
        double[] times = new double[steps];
        for (int i = 0; i < steps; i++) {
            long start = System.nanoTime();
            c.step().run();
            times[i] = (System.nanoTime() - start) * 1e-9;
        }
        return median(times, steps);
    }

    private static double median(double[] values, int n) {
        double[] sorted = Arrays.copyOf(values, n);
        Arrays.sort(sorted);
        return sorted[n / 2];
    }
}
