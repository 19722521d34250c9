package org.convbook.cnn.tensor;

import java.util.Locale;

/** What stands beside an image of pixels a b c d where a window reaches out of it. */
public enum PaddingMode {
    /** 0 0 | a b c d | 0 0. */
    ZEROS,
    /** c b | a b c d | c b: mirrored at the pixel of the edge, which is not repeated. */
    REFLECT,
    /** a a | a b c d | d d: the pixel of the edge again. */
    REPLICATE,
    /** c d | a b c d | a b: the image again. */
    CIRCULAR;

    /** For example {@code reflect}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
