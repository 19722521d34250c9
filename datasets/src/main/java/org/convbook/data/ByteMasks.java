package org.convbook.data;

import java.util.List;
import java.util.Objects;
import org.convbook.data.transform.Mask;

/**
 * A data set held in memory whose pixels have labels, one byte a value and a label.
 * <pre>
 * pixels  size*C*H*W bytes, 0 to 255, which read as 0 to 1
 * masks   size*H*W bytes, 0 to classes - 1, or 255 for pixels of no class
 * </pre>
 * The arrays are kept, not copied. Lengths that do not fit, or a label without a class, are an {@link IllegalArgumentException}.
 */
public final class ByteMasks implements Dataset {
    private final ByteImages images;
    private final byte[] masks;
    private final int area;

    /** A data set of these pixels and labels. */
    public ByteMasks(ByteImages.About about, byte[] pixels, byte[] masks) {
        List<Integer> shape = about.imageShape();
        area = shape.size() == 3 ? Math.max(1, shape.get(1) * shape.get(2)) : 1;
        images = new ByteImages(about, pixels, new byte[masks.length / area]);
        if (masks.length % area != 0) {
            throw new IllegalArgumentException("%s: %d labels of pixels, expected a multiple of %d".formatted(about.name(), masks.length, area));
        }
        for (int p = 0; p < masks.length; p++) {
            int label = masks[p] & 0xff;
            if (label >= about.classes().size() && label != Mask.NO_CLASS) {
                throw new IllegalArgumentException("%s: label %d of a pixel of image %d, expected 0 to %d, or %d for none"
                    .formatted(about.name(), label, p / area, about.classes().size() - 1, Mask.NO_CLASS));
            }
        }
        this.masks = masks;
    }

    @Override public String name() {
        return images.name();
    }

    @Override public String source() {
        return images.source();
    }

    @Override public boolean standIn() {
        return images.standIn();
    }

    @Override public int size() {
        return images.size();
    }

    @Override public int[] imageShape() {
        return images.imageShape();
    }

    @Override public List<String> classes() {
        return images.classes();
    }

    @Override public int label(int i) {
        throw new UnsupportedOperationException(name() + ": image " + i + " has a label for each pixel; read mask");
    }

    @Override public boolean pixelLabels() {
        return true;
    }

    @Override public void mask(int i, int[] into, int offset) {
        Objects.checkIndex(i, size());
        Objects.checkFromIndexSize(offset, area, into.length);
        for (int k = 0, p = i * area; k < area; k++, p++) into[offset + k] = masks[p] & 0xff;
    }

    @Override public void image(int i, float[] into, int offset) {
        images.image(i, into, offset);
    }

    @Override public String toString() {
        return Described.text(this);
    }
}
