package org.convbook.data;

import java.util.Objects;
import org.convbook.data.transform.Mask;
import org.convbook.data.transform.Transform;

/** The images of another data set, each changed by a transform. */
final class Mapped extends View {
    private final Transform transform;

    Mapped(Dataset base, Transform transform) {
        super(base);
        this.transform = Objects.requireNonNull(transform, "transform");
    }

    @Override public void image(int i, float[] into, int offset) {
        int[] shape = base.imageShape();
        float[] one = new float[shape[0] * shape[1] * shape[2]];
        base.image(i, one, 0);
        transform.apply(one, shape, SplitMix.of(i));
        System.arraycopy(one, 0, into, offset, one.length);
    }

    /** A change of each value by itself is one of what the bytes stand for. */
    @Override public float[] byteValues() {
        float[] values = transform.effect() == Transform.Effect.VALUES ? base.byteValues() : null;
        int channels = base.imageShape()[0];
        if (values != null) transform.apply(values, new int[] {channels, 1, values.length / channels}, SplitMix.of(0));
        return values;
    }

    @Override public void bytes(int i, byte[] into, int offset) {
        base.bytes(i, into, offset);
    }

    /** The image is changed along with the mask, so that both see the same draws. */
    @Override public void mask(int i, int[] into, int offset) {
        int[] shape = base.imageShape();
        float[] image = new float[shape[0] * shape[1] * shape[2]];
        Mask mask = new Mask(new int[shape[1] * shape[2]], ignoreIndex());
        base.image(i, image, 0);
        base.mask(i, mask.labels(), 0);
        transform.apply(image, mask, shape, SplitMix.of(i));
        System.arraycopy(mask.labels(), 0, into, offset, mask.labels().length);
    }
}
