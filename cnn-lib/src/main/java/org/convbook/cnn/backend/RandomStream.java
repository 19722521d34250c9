package org.convbook.cnn.backend;

/**
 * Counter-based random numbers, the same on every backend: a number depends on the key, the step, the draw within the step and its own
 * index, and on nothing else. A recorded step reads {@link #step()} when it runs, not when it was recorded, so that each replay draws
 * new numbers.
 * <p>Formula: Philox-4x32 with 10 rounds; the number with index i is word i mod 4 of the block with counter = (i div 4, draw, step), key = key.
 *
 * @see <a href="https://doi.org/10.1145/2063384.2063405">Salmon et al. 2011, Parallel random numbers: as easy as 1, 2, 3</a>
 */
public final class RandomStream {
    private static final int M0 = 0xD2511F53;
    private static final int M1 = 0xCD9E8D57;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final int WORDS = 4;

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

    /** The numbers in [0, 1) with these indices of one draw at the present step: {@code to[i]} has index {@code first + i}, at least 0. */
    public void uniform(int draw, int first, float[] to) {
        int[] words = new int[WORDS];
        for (int i = 0; i < to.length; i++) {
            int index = first + i;
            if (i == 0 || index % WORDS == 0) block(draw, index / WORDS, words);
            to[i] = number(words[index % WORDS]);
        }
    }

    /** The number in [0, 1) with this index, at least 0, of one draw at the present step; a multiple of 2<sup>−24</sup>. */
    public float uniform(int draw, int index) {
        int[] words = new int[WORDS];
        block(draw, index / WORDS, words);
        return number(words[index % WORDS]);
    }

    private static float number(int bits) {
        return (bits >>> 8) * 0x1p-24f;
    }

    /** Four words of random bits: one block of a draw at the present step. */
    void block(int draw, int number, int[] words) {
        int c0 = number;
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
        words[0] = c0;
        words[1] = c1;
        words[2] = c2;
        words[3] = c3;
    }
}
