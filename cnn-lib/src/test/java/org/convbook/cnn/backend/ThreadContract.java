package org.convbook.cnn.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** One backend used from several threads, one after the other and at the same time: a notebook's cells, its widgets and a training do so. */
public interface ThreadContract extends ContractPart {
    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(task, "thread contract").start();
        return task;
    }

    private static <T> T elsewhere(Callable<T> work) throws InterruptedException, ExecutionException {
        return start(work).get();
    }

    /** A step of training on images that follow from the seed and the step. */
    private static Void step(SmallNet net, long seed, int step) {
        Random rng = new Random(seed + step);
        net.prepare(step, Values.normal(rng, 5, 1, 12, 12).floats(), new float[] {rng.nextInt(4), 1, 2, 3, rng.nextInt(4)});
        net.step();
        return null;
    }

    @Test
    default void oneThreadGoesOnWhereAnotherStopped() throws Exception {
        SmallNet moved = new SmallNet(backend(), SEED);
        SmallNet stayed = new SmallNet(backend(), SEED);
        for (int i = 0; i < 4; i++) {
            int n = i;
            step(stayed, SEED, n);
            elsewhere(() -> step(moved, SEED, n));
        }
        moved.assertSameParameters(stayed, "after four steps on four threads");
    }

    /** Many channels, for which implementations take memory to work in. */
    @Test
    default void aConvolutionOfManyChannelsMovesToAnotherThread() throws Exception {
        Random rng = random();
        for (ConvShape s : List.of(ConvContract.conv(new int[] {2, 512, 5, 5}, 8, new int[] {2, 2}, 1, 0, 1, 1),
                ConvContract.conv(new int[] {1, 16, 9, 9}, 600, new int[] {3, 3}, 2, 1, 1, 1))) {
            Values x = Values.normal(rng, s.input().sizes());
            Values w = Values.normal(rng, s.weight().sizes());
            Values dy = Values.normal(rng, s.output().sizes());
            Callable<float[][]> passes = () -> new float[][] {
                backend().download(backend().conv(s, x.on(backend()), w.on(backend()), null)),
                backend().download(backend().convInputGradient(s, dy.on(backend()), w.on(backend()))),
                backend().download(backend().convWeightGradient(s, x.on(backend()), dy.on(backend()), false).weight())};
            float[][] here = passes.call();
            float[][] there = elsewhere(passes);
            for (int i = 0; i < here.length; i++) assertArrayEquals(here[i], there[i], seeded(s));
        }
    }

    @Test
    default void threadsAtTheSameTimeDoNotDisturbEachOther() throws Exception {
        List<FutureTask<SmallNet>> running = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            long seed = SEED + t;
            running.add(start(() -> {
                SmallNet net = new SmallNet(backend(), seed);
                for (int i = 0; i < 4; i++) step(net, seed, i);
                return net;
            }));
        }
        for (int t = 0; t < running.size(); t++) {
            SmallNet together = running.get(t).get();
            SmallNet alone = new SmallNet(backend(), SEED + t);
            for (int i = 0; i < 4; i++) step(alone, SEED + t, i);
            together.assertSameParameters(alone, seeded("of thread " + t));
        }
    }
}
