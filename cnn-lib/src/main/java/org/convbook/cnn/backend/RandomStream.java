package org.convbook.cnn.backend;

/**
 * Counter-based random numbers, the same on every backend: a number depends on the key, the step, the draw within the step and its own
 * index, and on nothing else. A recorded step reads {@link #step()} when it runs, not when it was recorded, so that each replay draws
 * new numbers.
 * <p>Formula: Philox-4x32 with 10 rounds; counter = (index, draw, step), key = key.
 *
 * @see <a href="https://doi.org/10.1145/2063384.2063405">Salmon et al. 2011, Parallel random numbers: as easy as 1, 2, 3</a>
 */
public final class RandomStream {
    private static final int M0 = 0xD2511F53;
    private static final int M1 = 0xCD9E8D57;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;
    private static final int ROUNDS = 10;

    private final long key;
    private long step;
    private int draws;

    /** A stream with this key, at step 0. */
    public RandomStream(long key) {
        this.key = key;
    }

    /** The key. */
    public long key() {
        return key;
    }

    /** The step that numbers are drawn for now. */
    public long step() {
        return step;
    }

    /** Goes to a step and starts its draws anew. */
    public void step(long step) {
        this.step = step;
        this.draws = 0;
    }

    /** The number of the next draw of this step: 0, 1, 2, … */
    public int nextDraw() {
        return draws++;
    }

    /** The numbers in [0, 1) with these indices of one draw at the present step: {@code to[i]} has index {@code first + i}. */
    public void uniform(int draw, int first, float[] to) {
        for (int i = 0; i < to.length; i++) to[i] = uniform(draw, first + i);
    }

    /** The number in [0, 1) with this index of one draw at the present step; a multiple of 2<sup>−24</sup>. */
    public float uniform(int draw, int index) {
        return (bits(draw, index) >>> 8) * 0x1p-24f;
    }

    /** The 32 random bits with this index of one draw at the present step. */
    int bits(int draw, int index) {
        int c0 = index;
        int c1 = draw;
        int c2 = (int) step;
        int c3 = (int) (step >>> 32);
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long p0 = (M0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
            long p1 = (M1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
            int n0 = (int) (p1 >>> 32) ^ c1 ^ k0;
            int n2 = (int) (p0 >>> 32) ^ c3 ^ k1;
            c1 = (int) p1;
            c3 = (int) p0;
            c0 = n0;
            c2 = n2;
            k0 += W0;
            k1 += W1;
        }
        return c0;
    }
}
