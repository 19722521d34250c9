package org.convbook.cnn.backend;

/**
 * The part of {@link Backend} that makes images of bytes: a device then gets a quarter of what their values would be, and moves their pixels itself.
 * <pre>
 * bytes   N*C*H*W, image by image, channel by channel, row by row
 * values  C*256: what each byte of each channel stands for
 * moves   N*(H + W), for each row and then each column of an image: in the lower 16 bits where it comes from, or 65535 for outside; in the upper 16
 *         a bit for each square that covers it. Null if nothing moves
 * </pre>
 * A pixel is 0 if its row or column is outside, or if one square covers both; else the value of the byte where they come from.
 */
public interface Unpacking {
    /** Whether this backend does that; else the host must. */
    default boolean unpacks() {
        return false;
    }

    /** Writes images [N, C, H, W], as {@link Backend#write} does; only on a backend that {@link #unpacks}. */
    default void unpack(Buffer to, byte[] bytes, float[] values, int[] moves) {
        throw new UnsupportedOperationException("images are unpacked on the host here");
    }
}
