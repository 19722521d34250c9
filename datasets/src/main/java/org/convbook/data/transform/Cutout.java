package org.convbook.data.transform;

import java.util.random.RandomGenerator;

/** Covers a square. */
record Cutout(int size) implements Transform {
    Cutout {
        if (size < 0) throw new IllegalArgumentException("cutout: size must be 0 or more pixels, got " + size);
    }

    @Override public Effect effect() {
        return Effect.PLACES;
    }

    @Override public void moves(PixelMoves moves, RandomGenerator rng) {
        int top = rng.nextInt(moves.height()) - size / 2;
        moves.cover(top, rng.nextInt(moves.width()) - size / 2, size);
    }

    @Override public void apply(float[] image, int[] shape, RandomGenerator rng) {
        apply(image, null, shape, rng);
    }

    @Override public void apply(float[] image, Mask mask, int[] shape, RandomGenerator rng) {
        int height = shape[1];
        int width = shape[2];
        int top = rng.nextInt(height) - size / 2;
        int left = rng.nextInt(width) - size / 2;
        for (int y = Math.max(0, top); y < Math.min(height, top + size); y++) {
            for (int x = Math.max(0, left); x < Math.min(width, left + size); x++) {
                for (int c = 0; c < shape[0]; c++) image[(c * height + y) * width + x] = 0;
                if (mask != null) mask.labels()[y * width + x] = mask.ignoreIndex();
            }
        }
    }
}
