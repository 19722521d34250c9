package org.convbook.data.transform;

/** What lies outside an image, for transforms that reach there; rows and columns alike. */
public enum Border {
    /** Nothing: the value 0, and a label that is ignored. */
    ZERO,
    /** The nearest pixel of the edge: a a a | a b c d | d d d. */
    REPLICATE,
    /** The image mirrored at its edge pixels, which are not repeated: d c b | a b c d | c b a. */
    REFLECT;

    /** Which of the pixels 0 to size - 1 stands at place i, or -1 for none. */
    int index(int i, int size) {
        if (i >= 0 && i < size) return i;
        return switch (this) {
            case ZERO -> -1;
            case REPLICATE -> i < 0 ? 0 : size - 1;
            case REFLECT -> reflected(i, size);
        };
    }

    private static int reflected(int i, int size) {
        if (size == 1) return 0;
        int period = 2 * (size - 1);
        int k = Math.floorMod(i, period);
        return k < size ? k : period - k;
    }
}
