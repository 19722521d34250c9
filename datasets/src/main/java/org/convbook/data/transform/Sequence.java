package org.convbook.data.transform;

import java.util.random.RandomGenerator;

/** One transform after another; both draw from the same generator. */
record Sequence(Transform first, Transform second) implements Transform {
    @Override public void apply(float[] image, int[] shape, RandomGenerator rng) {
        first.apply(image, shape, rng);
        second.apply(image, shape, rng);
    }

    @Override public Effect effect() {
        return first.effect() == second.effect() ? first.effect() : Effect.ANY;
    }

    @Override public void moves(PixelMoves moves, RandomGenerator rng) {
        first.moves(moves, rng);
        second.moves(moves, rng);
    }

    @Override public void apply(float[] image, Mask mask, int[] shape, RandomGenerator rng) {
        first.apply(image, mask, shape, rng);
        second.apply(image, mask, shape, rng);
    }
}
