package org.convbook.cnn.classic;

import java.util.List;
import java.util.stream.IntStream;
import org.convbook.data.Dataset;

/**
 * Labelled rows of numbers, one an image: what {@link LinearSvm} learns from.
 *
 * @param rows {images, numbers}; not copied
 * @param labels the class of each row
 * @param classes the names of the classes; label k is class k
 */
public record Features(float[][] rows, int[] labels, List<String> classes) {
    /** No rows, rows of different lengths, not one label a row, a label without a class, or a value that is infinite or NaN: an {@link IllegalArgumentException}. */
    public Features {
        classes = List.copyOf(classes);
        if (rows.length == 0) throw new IllegalArgumentException("Features: there are no rows");
        if (rows.length != labels.length)
            throw new IllegalArgumentException("Features: there are " + rows.length + " rows and " + labels.length + " labels");
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != rows[0].length)
                throw new IllegalArgumentException("Features: row " + i + " has " + rows[i].length + " numbers, row 0 has " + rows[0].length);
            for (float x : rows[i]) if (!Float.isFinite(x)) throw new IllegalArgumentException("Features: row " + i + " has the value " + x);
            if (labels[i] < 0 || labels[i] >= classes.size())
                throw new IllegalArgumentException("Features: row " + i + " has the label " + labels[i] + ", and there are " + classes.size() + " classes");
        }
    }

    /** All images described, in their order; the processor's cores share them. */
    public static Features of(Dataset images, Descriptor descriptor) {
        int[] shape = images.imageShape();
        float[][] rows = IntStream.range(0, images.size()).parallel().mapToObj(i -> {
            float[] image = new float[shape[0] * shape[1] * shape[2]];
            images.image(i, image, 0);
            return descriptor.describe(image, shape);
        }).toArray(float[][]::new);
        return new Features(rows, images.labels(), images.classes());
    }

    /** The number of rows. */
    public int size() {
        return rows.length;
    }

    /** The numbers of a row. */
    public int length() {
        return rows[0].length;
    }

    /** For example {@code Features(60000 x 1296, 10 classes)}. */
    @Override public String toString() {
        return "Features(" + size() + " x " + length() + ", " + classes.size() + (classes.size() == 1 ? " class)" : " classes)");
    }
}
