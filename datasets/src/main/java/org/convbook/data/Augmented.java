package org.convbook.data;

import org.convbook.data.transform.Mask;
import org.convbook.data.transform.Transform;

/** Room for one image and its labels while a transform changes them. */
final class Augmented {
    final float[] image;
    final Mask mask;
    private final Dataset data;
    private final Transform transform;
    private final int[] shape;

    Augmented(Dataset data, Transform transform, int labels) {
        this.data = data;
        this.transform = transform;
        shape = data.imageShape();
        image = new float[shape[0] * shape[1] * shape[2]];
        mask = new Mask(new int[labels], data.ignoreIndex());
    }

    void read(int i, SplitMix rng) {
        data.image(i, image, 0);
        if (data.pixelLabels()) {
            data.mask(i, mask.labels(), 0);
            transform.apply(image, mask, shape, rng);
        } else {
            mask.labels()[0] = data.label(i);
            transform.apply(image, shape, rng);
        }
    }
}
