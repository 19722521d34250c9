package org.convbook.cnn.backend.onednn;

import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.WindowAxis;

/**
 * The sizes of a 3x3 convolution with stride 1 as Winograd's algorithm sees them: as a forward pass, which the gradient of the input is too,
 * with the weights turned by half a turn, their two channel axes exchanged, and 2 − padding.
 * <pre>
 * input    [batch, height, width, in]
 * output   [batch, height + 2·padding − 2, width + 2·padding − 2, out]
 * tile     2x2 pixels of the output, made from 4x4 of the input
 * </pre>
 * Without padding the tiles are those of padding 1, whose outermost pixels are left out.
 *
 * @param turned whether this is the gradient of the input
 */
record WinogradShape(int batch, int in, int out, int height, int width, int padding, boolean turned) {
    /** Tiles in a block. Fewer, and the products of many channels get slow; many more, and those of few leave the caches. */
    private static final int TILES = 192;
    /** What must be gained for it to be worth while to wake threads: 64 channels at 8x8 in a batch of 128 gain a little alone, in training they lose. */
    private static final long WORTH = 100_000_000;
    /** Fewer tiles are cut by channels, and each thread transforms them all: one image through ResNet-18 takes 35 ms so and 28 without. */
    private static final int ENOUGH = 98;

    /** What one thread does at a time: whole images, or rows of tiles of one image; and a slice of the output's channels. */
    record Cut(int images, int rows, int slices) {}

    /** One block: its first image and row of tiles, how many of each, and its slice. */
    record Part(int image, int images, int row, int rows, int slice) {}

    /** The forward pass, or null if this is not such a convolution. */
    static WinogradShape forward(ConvShape s) {
        if (s.axes().size() != 2 || s.groups() != 1) return null;
        WindowAxis axis = s.axes().get(0);
        int p = axis.padding();
        boolean plain = axis.kernel() == 3 && axis.stride() == 1 && axis.dilation() == 1 && axis.after() == p && p <= 2;
        if (!plain || !axis.equals(s.axes().get(1))) return null;
        int height = s.input().size(2);
        int width = s.input().size(3);
        if (s.output().size(2) != height + 2 * p - 2 || s.output().size(3) != width + 2 * p - 2 || s.output().count() == 0) return null;
        return new WinogradShape(s.input().size(0), s.input().size(1), s.output().size(1), height, width, p, false);
    }

    /** The gradient of the input, or null if this is not such a convolution. */
    static WinogradShape inputGradient(ConvShape s) {
        WinogradShape f = forward(s);
        return f == null ? null : new WinogradShape(f.batch, f.out, f.in, f.outHeight(), f.outWidth(), 2 - f.padding, true);
    }

    /**
     * Whether this is quicker than the direct way, by measurement on AVX2: at batch 8 with 64 channels a tenth, with 128 and more a third to a half,
     * while 32 lose a third.
     */
    boolean pays() {
        return gain() >= WORTH && tiles() >= ENOUGH;
    }

    /** The same for the gradient of the weights, whose direct way is slower: 64 channels gain a third, more channels a half to twice. */
    boolean paysForWeights() {
        return gain() >= WORTH && tiles() >= 32;
    }

    /** Multiplications saved, less what the transforms cost, which is about as much as so many for each channel of a tile. */
    private long gain() {
        return tiles() * ((36 - 16) * (long) in * out - 512L * (in + out));
    }

    private long tiles() {
        return (long) batch * tileRows() * tileColumns();
    }

    int outHeight() {
        return height + 2 * padding - 2;
    }

    int outWidth() {
        return width + 2 * padding - 2;
    }

    /** The padding that the tiles count with. */
    int reach() {
        return Math.max(padding, 1);
    }

    /** The pixels that the first tile has in front of the output, in both directions. */
    int skip() {
        return reach() - padding;
    }

    int tileRows() {
        return (height + 2 * reach() - 1) / 2;
    }

    int tileColumns() {
        return (width + 2 * reach() - 1) / 2;
    }

    /** Cuts it for so many threads: into whole images if they are small, else into rows of tiles, and where that leaves threads idle, into slices. */
    Cut cut(int threads) {
        int perImage = tileRows() * tileColumns();
        int images = 1;
        int rows = tileRows();
        int blocks;
        if (perImage * 3 <= TILES * 4) {
            blocks = evenly(ceil(batch, Math.max(1, TILES / perImage)), batch, threads);
            images = ceil(batch, blocks);
            blocks = ceil(batch, images);
        } else {
            int perRows = evenly(ceil(rows, Math.max(1, TILES / tileColumns())) * batch, rows * batch, threads) / batch;
            rows = ceil(rows, Math.max(1, perRows));
            blocks = ceil(tileRows(), rows) * batch;
        }
        int slices = 1;
        while (blocks * slices < threads && out % (slices * 2) == 0 && out / (slices * 2) >= 64) slices *= 2;
        return new Cut(images, rows, slices);
    }

    /** Few blocks are made a multiple of the threads, so that none waits for long. */
    private static int evenly(int blocks, int most, int threads) {
        int even = ceil(blocks, threads) * threads;
        return blocks < 4 * threads && even <= most && blocks > 1 ? even : blocks;
    }

    static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }

    int blocks(Cut cut) {
        return ceil(batch, cut.images) * ceil(tileRows(), cut.rows) * cut.slices;
    }

    Part part(Cut cut, int block) {
        int down = ceil(tileRows(), cut.rows);
        int place = block / cut.slices;
        int image = place / down * cut.images;
        int row = place % down * cut.rows;
        return new Part(image, Math.min(cut.images, batch - image), row, Math.min(cut.rows, tileRows() - row), block % cut.slices);
    }
}
