package org.convbook.data;

import org.convbook.data.transform.PixelMoves;

/**
 * Images of a batch as bytes, and what makes values of them: a quarter of the memory, to be unpacked where they are needed.
 * <pre>
 * bytes   N*C*H*W, image by image, channel by channel, row by row
 * values  C*256: what each byte of each channel stands for
 * moves   N*(H + W), for each image the table of {@link PixelMoves}; null if nothing moves
 * </pre>
 * The arrays are its own and are not copied.
 */
public record PackedImages(byte[] bytes, float[] values, int[] moves) {
    private static final int LEVELS = 256;

    /** The N*C*H*W values, for images of a shape {N, C, H, W}. */
    public float[] unpacked(int... shape) {
        int channels = shape[1];
        int height = shape[2];
        int width = shape[3];
        float[] all = new float[bytes.length];
        for (int i = 0, line = 0; i < all.length; i += width, line++) {
            int y = line % height;
            int c = line / height % channels;
            int image = line / height / channels;
            for (int x = 0; x < width; x++) {
                int row = moves == null ? y : moves[image * (height + width) + y];
                int column = moves == null ? x : moves[image * (height + width) + height + x];
                boolean covered = ((row & column) >>> Short.SIZE) != 0;
                row &= PixelMoves.OUTSIDE;
                column &= PixelMoves.OUTSIDE;
                if (covered || row == PixelMoves.OUTSIDE || column == PixelMoves.OUTSIDE) continue;
                int from = bytes[((image * channels + c) * height + row) * width + column] & 0xff;
                all[i + x] = values[c * LEVELS + from];
            }
        }
        return all;
    }
}
