package org.convbook.data.transform;

import java.util.Objects;
import java.util.random.RandomGenerator;

/** A transform that only moves whole pixels: exact, in every channel and in the mask alike. */
abstract class PixelMove implements Transform {
    /** For each row and each column of the result the one it comes from, or -1 for outside; null if nothing moves. */
    abstract int[][] lines(int height, int width, RandomGenerator rng);

    /** For each pixel of the result the pixel it comes from, or -1 for outside; null if nothing moves. */
    private int[] sources(int height, int width, RandomGenerator rng) {
        int[][] lines = lines(height, width, rng);
        return lines == null ? null : grid(lines[0], lines[1]);
    }

    @Override public final Effect effect() {
        return Effect.PLACES;
    }

    @Override public final void moves(PixelMoves moves, RandomGenerator rng) {
        int[][] lines = lines(moves.height(), moves.width(), rng);
        if (lines != null) moves.move(lines[0], lines[1]);
    }

    @Override public final void apply(float[] image, int[] shape, RandomGenerator rng) {
        int[] sources = sources(shape[1], shape[2], rng);
        if (sources != null) move(image, shape, sources);
    }

    @Override public final void apply(float[] image, Mask mask, int[] shape, RandomGenerator rng) {
        int[] sources = sources(shape[1], shape[2], rng);
        if (sources == null) return;
        move(image, shape, sources);
        int[] labels = mask.labels();
        int[] from = labels.clone();
        for (int p = 0; p < sources.length; p++) labels[p] = sources[p] < 0 ? mask.ignoreIndex() : from[sources[p]];
    }

    private static void move(float[] image, int[] shape, int[] sources) {
        float[] from = image.clone();
        for (int c = 0, at = 0; c < shape[0]; c++, at += sources.length) {
            for (int p = 0; p < sources.length; p++) image[at + p] = sources[p] < 0 ? 0 : from[at + sources[p]];
        }
    }

    /** The sources where the pixel of row y and column x comes from rows[y] and columns[x]; -1 in either is outside. */
    private static int[] grid(int[] rows, int[] columns) {
        int[] sources = new int[rows.length * columns.length];
        for (int y = 0, p = 0; y < rows.length; y++) {
            for (int column : columns) sources[p++] = rows[y] < 0 || column < 0 ? -1 : rows[y] * columns.length + column;
        }
        return sources;
    }

    private static int[] line(int size, int shift, Border border) {
        int[] line = new int[size];
        for (int i = 0; i < size; i++) line[i] = border.index(i + shift, size);
        return line;
    }

    private static int[] backwards(int size) {
        int[] line = new int[size];
        for (int i = 0; i < size; i++) line[i] = size - 1 - i;
        return line;
    }

    static Transform flip(boolean vertical) {
        return new PixelMove() {
            @Override int[][] lines(int height, int width, RandomGenerator rng) {
                if (rng.nextInt(2) == 0) return null;
                int[] rows = vertical ? backwards(height) : line(height, 0, Border.ZERO);
                return new int[][] {rows, vertical ? line(width, 0, Border.ZERO) : backwards(width)};
            }
        };
    }

    static Transform crop(int padding, Border border) {
        if (padding < 0) throw new IllegalArgumentException("randomCrop: padding must be 0 or more pixels, got " + padding);
        Objects.requireNonNull(border, "border");
        return new PixelMove() {
            @Override int[][] lines(int height, int width, RandomGenerator rng) {
                int top = rng.nextInt(2 * padding + 1) - padding;
                int left = rng.nextInt(2 * padding + 1) - padding;
                return top == 0 && left == 0 ? null : new int[][] {line(height, top, border), line(width, left, border)};
            }
        };
    }
}
