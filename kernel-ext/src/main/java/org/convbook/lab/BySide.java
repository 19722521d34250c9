package org.convbook.lab;

import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

import org.convbook.data.transform.Mask;
import org.convbook.data.transform.Transform;

/** A transform whose setting in pixels follows from the image's longer side. */
record BySide(IntFunction<Transform> forSide) implements Transform {
    @Override public void apply(float[] image, int[] shape, RandomGenerator rng) {
        forSide.apply(Math.max(shape[1], shape[2])).apply(image, shape, rng);
    }

    @Override public void apply(float[] image, Mask mask, int[] shape, RandomGenerator rng) {
        forSide.apply(Math.max(shape[1], shape[2])).apply(image, mask, shape, rng);
    }
}
