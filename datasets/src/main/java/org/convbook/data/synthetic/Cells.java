package org.convbook.data.synthetic;

import java.util.List;
import java.util.stream.IntStream;
import org.convbook.data.ByteImages;
import org.convbook.data.ByteMasks;
import org.convbook.data.SplitMix;

/**
 * Generated pictures of cells under a microscope with a mask of each, to segment without any file: for U-Net.
 * <pre>
 * image  {1, side, side}, values in [0, 1]
 * mask   {side, side}: 0 background, 1 cell; pixels between two cells that touch are background, so that cells can be counted
 * </pre>
 * Cells are round with dents, with a bright rim, a dark nucleus and grains, some faint; light falls unevenly, dirt lies about, and the
 * picture is a little out of focus and noisy: a threshold alone does not find them. Image i of a seed is the same on every machine and
 * for every n.
 *
 * @see <a href="https://arxiv.org/abs/1505.04597">Ronneberger, Fischer &amp; Brox 2015, U-Net, whose task this imitates</a>
 */
public final class Cells {
    private static final int LEAST_SIDE = 32;
    private static final int MOST_SIDE = 1024;
    private static final double AREA_EACH = 700;       // pixels for each cell: about 23 in 128 x 128
    private static final int DIRT = 6;
    private static final List<String> CLASSES = List.of("background", "cell");

    private Cells() { }

    /**
     * {@code n} pictures of {@code side} x {@code side} pixels. An n below 1, a side outside 32 to 1024, or more than fits one array
     * is an {@link IllegalArgumentException}.
     */
    public static ByteMasks dataset(int n, int side, long seed) {
        if (side < LEAST_SIDE || side > MOST_SIDE) {
            throw new IllegalArgumentException("Cells: side must be %d to %d pixels, got %d".formatted(LEAST_SIDE, MOST_SIDE, side));
        }
        int most = Integer.MAX_VALUE / (side * side);
        if (n < 1 || n > most) throw new IllegalArgumentException("Cells: expected 1 to %d images, got %d".formatted(most, n));
        byte[] pixels = new byte[n * side * side];
        byte[] masks = new byte[pixels.length];
        IntStream.range(0, n).parallel().forEach(i -> image(side, SplitMix.of(seed, i), pixels, masks, i * side * side));
        return new ByteMasks(new ByteImages.About("cells", "cells: generated pictures", true, CLASSES, List.of(1, side, side)), pixels, masks);
    }

    private static void image(int side, SplitMix rng, byte[] pixels, byte[] masks, int offset) {
        double[] light = light(side, rng);
        int[] owner = new int[side * side];                                    // 0 none, -1 between two cells, k the k-th cell
        int count = Math.max(2, (int) (side * side / AREA_EACH * rng.nextDouble(0.5, 1.3)));
        for (int k = 1; k <= count; k++) new Cell(side, rng).paint(k, owner, light, rng);
        for (int d = 0; d < DIRT; d++) dirt(light, side, rng);
        double[] seen = blurred(blurred(light, side), side);
        double noise = rng.nextDouble(0.01, 0.04);
        for (int p = 0; p < seen.length; p++) {
            double value = seen[p] + noise * rng.nextGaussian();
            pixels[offset + p] = (byte) Math.round(255 * Math.min(1, Math.max(0, value)));
            masks[offset + p] = (byte) (owner[p] > 0 ? 1 : 0);
        }
    }

    /** A ground brighter on one side, with slow waves. */
    private static double[] light(int side, SplitMix rng) {
        double base = rng.nextDouble(0.3, 0.5);
        double down = rng.nextDouble(-0.2, 0.2);
        double right = rng.nextDouble(-0.2, 0.2);
        double phase = rng.nextDouble(0, 2 * Math.PI);
        double[] light = new double[side * side];
        for (int p = 0; p < light.length; p++) {
            double y = (double) (p / side) / side - 0.5;
            double x = (double) (p % side) / side - 0.5;
            light[p] = base + down * y + right * x + 0.05 * StrictMath.sin(7 * x + 5 * y + phase);
        }
        return light;
    }

    /** A bright or dark speck or a short thread: no cell. */
    private static void dirt(double[] light, int side, SplitMix rng) {
        double y = rng.nextDouble(0, side);
        double x = rng.nextDouble(0, side);
        double turn = rng.nextDouble(0, 2 * Math.PI);
        double strength = rng.nextDouble(-0.35, 0.35);
        int length = 1 + rng.nextInt(8);
        for (int s = 0; s < length; s++) {
            int row = (int) (y + s * StrictMath.sin(turn));
            int column = (int) (x + s * StrictMath.cos(turn));
            if (row >= 0 && row < side && column >= 0 && column < side) light[row * side + column] += strength;
        }
    }

    /** The mean of each pixel with its neighbours, weights 1 2 1 in both directions; the edge repeats. */
    private static double[] blurred(double[] from, int side) {
        double[] rows = new double[from.length];
        double[] both = new double[from.length];
        for (int p = 0; p < from.length; p++) {
            int x = p % side;
            rows[p] = (from[p - (x > 0 ? 1 : 0)] + 2 * from[p] + from[p + (x < side - 1 ? 1 : 0)]) / 4;
        }
        for (int p = 0; p < from.length; p++) {
            int y = p / side;
            both[p] = (rows[p - (y > 0 ? side : 0)] + 2 * rows[p] + rows[p + (y < side - 1 ? side : 0)]) / 4;
        }
        return both;
    }
}
