package org.convbook.cnn.backend.onednn;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Sums and differences of 2x2 pixels of each tile, one of 16 positions at a time: V = Bᵀ d B of the input's tiles, or A g Aᵀ of the 2x2 pixels
 * of a gradient (see {@link Winograd} for the matrices). Each is a convolution of every channel by itself, with stride 2.
 */
final class WinogradTiles {
    /**
     * One of the two factors of a transform: what each position along an axis is made of.
     *
     * @param factors of the two pixels
     * @param first the first pixel's place in the tile
     * @param apart how far the second pixel is from it
     */
    private record Axis(int[][] factors, int[] first, int[] apart) {}

    private static final Axis INPUT = new Axis(new int[][] {{1, -1}, {1, 1}, {-1, 1}, {1, -1}}, new int[] {0, 1, 1, 1}, new int[] {2, 1, 1, 2});
    private static final Axis GRADIENT = new Axis(new int[][] {{1, 0}, {1, 1}, {1, -1}, {0, -1}}, new int[4], new int[] {1, 1, 1, 1});

    /** An image, and how many pixels the first tile begins in front of it, in both directions. */
    private record Plane(int channels, int height, int width, int before) {}

    private final WinogradShape shape;
    private final WinogradShape.Cut cut;
    private final Axis axis;
    private final Plane plane;
    private final FloatPointer[] taps = new FloatPointer[16];

    private WinogradTiles(WinogradShape shape, WinogradShape.Cut cut, Axis axis, Plane plane) {
        this.shape = shape;
        this.cut = cut;
        this.axis = axis;
        this.plane = plane;
        for (int i = 0; i < 16; i++) taps[i] = taps(i);
    }

    /** Of the image that the convolution reads. */
    static WinogradTiles ofInput(WinogradShape s, WinogradShape.Cut cut) {
        return new WinogradTiles(s, cut, INPUT, new Plane(s.in(), s.height(), s.width(), s.reach()));
    }

    /** Of the gradient of the image that the convolution writes. */
    static WinogradTiles ofOutputGradient(WinogradShape s, WinogradShape.Cut cut) {
        return new WinogradTiles(s, cut, GRADIENT, new Plane(s.out(), s.outHeight(), s.outWidth(), s.skip()));
    }

    /** The 2x2 factors of a position, for eight channels after the other, as {@code Goihw8g}. */
    private FloatPointer taps(int position) {
        float[] t = new float[WinogradShape.ceil(plane.channels, 8) * 32];
        for (int i = 0; i < t.length; i++) t[i] = axis.factors[position / 4][i % 32 / 16] * axis.factors[position % 4][i % 16 / 8];
        return new FloatPointer(t);
    }

    /** Makes one position of a block's tiles, [tiles, channels], from all images. */
    void run(Primitives own, WinogradShape.Part p, int position, long images, Pointer to) {
        WinogradKernels.Strip strip = new WinogradKernels.Strip(p.images(), plane.channels, down(p, position / 4), along(position % 4));
        long row = (long) p.image() * plane.height + from(p, position / 4);
        WinogradKernels.tiles(own, strip).run(Winograd.at(images, row * plane.width * plane.channels), taps[position], to);
    }

    /** Whether a block's tiles hold any pixel at all: in the last row of tiles none need be. */
    boolean any(WinogradShape.Part p) {
        return down(p, 0).count() > 0;
    }

    /** The row of the image that the first tile's first pixel lies in; negative in the padding. */
    private int start(WinogradShape.Part p, int position) {
        return 2 * p.row() - plane.before + axis.first[position];
    }

    /** The first row of the image that is looked at: several images are looked at as a whole. */
    private int from(WinogradShape.Part p, int position) {
        return cut.rows() == shape.tileRows() ? 0 : Math.max(0, start(p, position));
    }

    private WinogradKernels.Reach down(WinogradShape.Part p, int position) {
        int from = from(p, position);
        int apart = axis.apart[position];
        int last = start(p, position) + 2 * (p.rows() - 1) + apart;
        int count = cut.rows() == shape.tileRows() ? plane.height : Math.min(plane.height - 1, last) - from + 1;
        return new WinogradKernels.Reach(count, p.rows(), apart, from - start(p, position));
    }

    private WinogradKernels.Reach along(int position) {
        return new WinogradKernels.Reach(plane.width, shape.tileColumns(), axis.apart[position], plane.before - axis.first[position]);
    }
}
