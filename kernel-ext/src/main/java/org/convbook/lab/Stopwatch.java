package org.convbook.lab;

import java.util.Arrays;

/** How long something takes: run until it is warm, then timed in samples of many calls each, of which the median counts. */
final class Stopwatch {
    private static final double WARM = 0.2;
    private static final double SAMPLE = 0.01;
    private static final double BUDGET = 0.5;
    private static final int FEWEST = 3;
    private static final int MOST = 15;

    /** Runs something so many times in a row, and waits for it. */
    interface Repeated {
        /** The calls of one sample. */
        void run(int times);
    }

    private Stopwatch() {}

    /** The median seconds of a call. */
    static double seconds(Runnable call) {
        return seconds(times -> {
            for (int i = 0; i < times; i++) call.run();
        });
    }

    /** The median seconds of a call, of something that is best waited for after many. */
    static double seconds(Repeated calls) {
        double one = warm(calls);
        int times = (int) Math.max(1, Math.min(1e6, Math.ceil(SAMPLE / one)));
        int samples = (int) Math.max(FEWEST, Math.min(MOST, BUDGET / (times * one)));
        double[] seconds = new double[samples];
        for (int i = 0; i < samples; i++) seconds[i] = time(calls, times) / times;
        Arrays.sort(seconds);
        return seconds[samples / 2];
    }

    /** The seconds of a call when it is warm, roughly. */
    private static double warm(Repeated calls) {
        double spent = 0;
        double last = 0;
        for (int i = 0, times = 1; i < FEWEST || spent < WARM; i++, times = last < SAMPLE ? 2 * times : times) {
            last = time(calls, times);
            spent += last;
            last /= times;
            if (spent > 2 * BUDGET) break;
        }
        return Math.max(last, 1e-9);
    }

    private static double time(Repeated calls, int times) {
        long start = System.nanoTime();
        calls.run(times);
        return (System.nanoTime() - start) * 1e-9;
    }
}
