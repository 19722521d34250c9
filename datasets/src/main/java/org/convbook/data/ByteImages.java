package org.convbook.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A data set held in memory as one byte a value, 0 to 255, which reads as 0 to 1.
 * <pre>
 * pixels  size*C*H*W bytes, image by image, channel by channel, row by row
 * labels  size bytes, 0 to classes - 1
 * </pre>
 * The arrays are kept, not copied. Lengths that do not fit, or a label without a class, are an {@link IllegalArgumentException}.
 */
public final class ByteImages implements Dataset {
    private static final float[] LEVELS = new float[256];

    static {
        for (int k = 0; k < LEVELS.length; k++) LEVELS[k] = k / 255f;
    }

    private final About about;
    private final byte[] pixels;
    private final byte[] labels;
    private final int length;

    /** What a data set says about itself: see the methods of the same names in {@link Dataset}. */
    public record About(String name, String source, boolean standIn, List<String> classes, List<Integer> imageShape) {
        /** Copies the lists. */
        public About {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(source, "source");
            classes = List.copyOf(classes);
            imageShape = List.copyOf(imageShape);
        }
    }

    /** A data set of these pixels and labels. */
    public ByteImages(About about, byte[] pixels, byte[] labels) {
        List<Integer> shape = about.imageShape;
        if (shape.size() != 3 || shape.stream().anyMatch(s -> s < 1)) {
            throw new IllegalArgumentException("%s: image shape %s, expected {C, H, W}".formatted(about.name, shape));
        }
        long values = (long) shape.get(0) * shape.get(1) * shape.get(2);
        if (values * labels.length != pixels.length) {
            throw new IllegalArgumentException("%s: %d bytes of pixels for %d labels, expected %d (%d an image)"
                .formatted(about.name, pixels.length, labels.length, values * labels.length, values));
        }
        for (int i = 0; i < labels.length; i++) {
            if ((labels[i] & 0xff) >= about.classes.size()) {
                throw new IllegalArgumentException("%s: label %d of image %d, expected 0 to %d"
                    .formatted(about.name, labels[i] & 0xff, i, about.classes.size() - 1));
            }
        }
        this.about = about;
        this.pixels = pixels;
        this.labels = labels;
        this.length = (int) values;
    }

    @Override public String name() {
        return about.name;
    }

    @Override public String source() {
        return about.source;
    }

    @Override public boolean standIn() {
        return about.standIn;
    }

    @Override public int size() {
        return labels.length;
    }

    @Override public int[] imageShape() {
        return about.imageShape.stream().mapToInt(s -> s).toArray();
    }

    @Override public List<String> classes() {
        return about.classes;
    }

    @Override public int label(int i) {
        return labels[i] & 0xff;
    }

    @Override public void image(int i, float[] into, int offset) {
        Objects.checkIndex(i, labels.length);
        Objects.checkFromIndexSize(offset, length, into.length);
        for (int k = 0, p = i * length; k < length; k++, p++) into[offset + k] = LEVELS[pixels[p] & 0xff];
    }

    @Override public float[] byteValues() {
        int channels = about.imageShape.get(0);
        float[] values = new float[channels * LEVELS.length];
        for (int c = 0; c < channels; c++) System.arraycopy(LEVELS, 0, values, c * LEVELS.length, LEVELS.length);
        return values;
    }

    @Override public void bytes(int i, byte[] into, int offset) {
        Objects.checkIndex(i, labels.length);
        System.arraycopy(pixels, i * length, into, offset, length);
    }

    /** Whether the other holds the same bytes and labels, whatever it is called. */
    public boolean sameImages(ByteImages other) {
        return Arrays.equals(pixels, other.pixels) && Arrays.equals(labels, other.labels);
    }

    @Override public String toString() {
        return Described.text(this);
    }
}
