package org.convbook.cnn.backend;

/**
 * The threads that a kernel is launched with on a GPU: so many blocks of so many threads each, in one direction.
 * <pre>{@code
 * ThreadGrid grid = ThreadGrid.over(1000, 256);                     // 4 blocks of 256 threads: 24 of them have nothing to do
 * float[] y = new float[1000];
 * grid.forEach((blockIdx, blockDim, threadIdx) -> {
 *     int i = blockIdx.x * blockDim.x + threadIdx.x;
 *     if (i < 1000) y[i] = i * i;
 * });
 * }</pre>
 * No block, more than 2<sup>31</sup> − 1 threads in all, or a block of fewer than 1 or more than {@value #MOST_THREADS} threads is an
 * {@link IllegalArgumentException}.
 *
 * @param blocks how many blocks
 * @param threads how many threads each block has
 */
public record ThreadGrid(int blocks, int threads) {
    /** No GPU takes larger blocks. */
    public static final int MOST_THREADS = 1024;

    /** What a kernel calls {@code blockIdx}, {@code blockDim} and {@code threadIdx}; a field, so that it is written as there. */
    public static final class Place {
        /** The number in the only direction there is. */
        public final int x;

        private Place(int x) {
            this.x = x;
        }

        @Override
        public String toString() {
            return Integer.toString(x);
        }
    }

    /** What each thread does. */
    public interface Body {
        /** Does the work of one thread. */
        void run(Place blockIdx, Place blockDim, Place threadIdx);
    }

    /** A grid of these sizes. */
    public ThreadGrid {
        if (blocks < 1) throw new IllegalArgumentException("ThreadGrid: at least 1 block is needed, got " + blocks);
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException("ThreadGrid: a block has 1 to " + MOST_THREADS + " threads, got " + threads);
        }
        if ((long) blocks * threads > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("ThreadGrid: " + blocks + " blocks of " + threads + " threads are more than an int can number");
        }
    }

    /** As many blocks as are needed for a thread for each of n things. */
    public static ThreadGrid over(int n, int threads) {
        if (n < 1) throw new IllegalArgumentException("ThreadGrid: there must be something to do, got " + n + " things");
        return new ThreadGrid(threads < 1 ? 1 : (int) (((long) n + threads - 1) / threads), threads);
    }

    /** All threads of all blocks. */
    public int count() {
        return blocks * threads;
    }

    /** Runs the body once for each thread, one after the other, here and not on a GPU: what it computes is the same, its speed says nothing. */
    public void forEach(Body body) {
        Place blockDim = new Place(threads);
        for (int b = 0; b < blocks; b++) {
            Place blockIdx = new Place(b);
            for (int t = 0; t < threads; t++) body.run(blockIdx, blockDim, new Place(t));
        }
    }

    /** For example {@code 4 blocks of 256 threads}. */
    @Override
    public String toString() {
        return blocks + (blocks == 1 ? " block of " : " blocks of ") + threads + (threads == 1 ? " thread" : " threads");
    }
}
