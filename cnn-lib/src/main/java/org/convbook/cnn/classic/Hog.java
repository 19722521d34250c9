package org.convbook.cnn.classic;

import java.util.Arrays;

/**
 * Histograms of oriented gradients: how strongly the brightness changes in which direction, cell by cell, without regard to how bright it is.
 * <pre>
 * gradient  [-1 0 1] in x and in y without smoothing, pixels at the edge repeated; of several channels the longest one
 * vote      the gradient's length, for its angle from 0 to 180 degrees (a gradient and its opposite are one), split between
 *           the two nearest bins and the up to four nearest cells of the block, by how near they are
 * block     2x2 cells, the next one a cell further; a Gaussian of half the block's width weighs its pixels
 * norm      v / sqrt(|v|^2 + 0.01^2), then what is above 0.2 becomes 0.2, then v / sqrt(|v|^2 + 0.01^2) again
 * result    {blocks down, blocks across, 4 cells, 9 bins}, between 0 and 1
 * </pre>
 * Bin k stands for the angles around 10 + 20k degrees. A 64x128 picture in cells of 8 pixels has 3,780 numbers, one of 28x28 in cells of 7
 * has 324. A flat block is all 0. Pixels behind the last whole cell are not looked at.
 *
 * @param cellSize the side of a cell in pixels, 2 or more, else an {@link IllegalArgumentException}
 * @see <a href="https://doi.org/10.1109/CVPR.2005.177">Dalal &amp; Triggs 2005, Histograms of oriented gradients for human detection</a>
 */
public record Hog(int cellSize) implements Descriptor {
    /** The directions that are told apart. */
    public static final int BINS = 9;

    private static final int BLOCK = 2;           // cells in a row of a block
    private static final int BLOCK_LENGTH = BLOCK * BLOCK * BINS;
    private static final double EPSILON = 0.01;   // small beside the gradients of images in [0, 1]
    private static final double CLIP = 0.2;       // the paper's

    /** Cells of so many pixels. */
    public Hog {
        if (cellSize < 2) throw new IllegalArgumentException("Hog: cells are at least 2 pixels wide, got " + cellSize);
    }

    @Override public int length(int... imageShape) {
        PIXELS.length(imageShape);
        return blocks(imageShape[1], imageShape) * blocks(imageShape[2], imageShape) * BLOCK_LENGTH;
    }

    @Override public float[] describe(float[] image, int... imageShape) {
        new Pixels().check(image, imageShape);
        float[] result = new float[length(imageShape)];
        OrientedGradients gradients = OrientedGradients.of(image, imageShape, BINS);
        int across = blocks(imageShape[2], imageShape), side = BLOCK * cellSize;
        float[] shares = shares(side);
        for (int b = 0; b < result.length / BLOCK_LENGTH; b++) {
            double[] votes = new double[BLOCK_LENGTH];
            int top = b / across * cellSize, left = b % across * cellSize;
            for (int p = 0; p < side * side; p++)
                for (int cell = 0; cell < BLOCK * BLOCK; cell++)
                    gradients.vote(top + p / side, left + p % side, shares[p * BLOCK * BLOCK + cell], votes, cell * BINS);
            normalize(votes, CLIP);
            normalize(votes, 1);
            for (int i = 0; i < BLOCK_LENGTH; i++) result[b * BLOCK_LENGTH + i] = (float) votes[i];
        }
        return result;
    }

    private int blocks(int pixels, int[] imageShape) {
        int blocks = pixels / cellSize - BLOCK + 1;
        if (blocks < 1) {
            throw new IllegalArgumentException(this + ": an image of " + Arrays.toString(imageShape) + " has no room for a block of "
                + BLOCK * cellSize + "x" + BLOCK * cellSize + " pixels");
        }
        return blocks;
    }

    /** {pixel of a block, cell}: the Gaussian times how near the pixel is to the cell's centre, 0 from one cell's width on. */
    private float[] shares(int side) {
        float[] shares = new float[side * side * BLOCK * BLOCK];
        for (int p = 0; p < side * side; p++) {
            double y = p / side + 0.5, x = p % side + 0.5, fromCentre = Math.pow(y - cellSize, 2) + Math.pow(x - cellSize, 2);
            double gaussian = Math.exp(-fromCentre / (2.0 * cellSize * cellSize));
            for (int cell = 0; cell < BLOCK * BLOCK; cell++) {
                double near = near(y, cell / BLOCK) * near(x, cell % BLOCK);
                shares[p * BLOCK * BLOCK + cell] = (float) (gaussian * near);
            }
        }
        return shares;
    }

    private double near(double pixel, int cell) {
        return Math.max(0, 1 - Math.abs(pixel / cellSize - (cell + 0.5)));
    }

    private static void normalize(double[] v, double most) {
        double squares = EPSILON * EPSILON;
        for (double x : v) squares += x * x;
        double scale = 1 / Math.sqrt(squares);
        for (int i = 0; i < v.length; i++) v[i] = Math.min(v[i] * scale, most);
    }

    /** For example {@code HOG, cells of 8x8 pixels}. */
    @Override public String toString() {
        return "HOG, cells of " + cellSize + "x" + cellSize + " pixels";
    }
}
