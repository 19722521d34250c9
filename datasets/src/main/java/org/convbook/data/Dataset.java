package org.convbook.data;

import java.awt.image.BufferedImage;
import java.util.List;
import org.convbook.data.transform.Mask;
import org.convbook.data.transform.Transform;
import tech.tablesaw.api.Table;

/**
 * Labelled images of one shape, in a fixed order, readable from several threads at once.
 * <pre>
 * image  {C, H, W}, values in [0, 1] (until {@link #map} changes them), channel by channel, row by row
 * label  0 to classes - 1, one an image
 * mask   {H, W}, where {@link #pixelLabels} says that each pixel has a label of its own: 0 to classes - 1,
 *        or {@link #ignoreIndex} for pixels of no class; such images have no {@link #label}
 * </pre>
 * An index outside 0 to size - 1 is an {@link IndexOutOfBoundsException}.
 */
public interface Dataset {
    /** What the images are, such as "MNIST train". */
    String name();

    /** One line: where the bytes came from, fit to be printed in a report. */
    String source();

    /** Whether these are generated images that stand in for real ones. */
    boolean standIn();

    /** The number of images. */
    int size();

    /** {C, H, W}, the same for every image; the caller's own copy. */
    int[] imageShape();

    /** The names of the classes; label k is class k. */
    List<String> classes();

    /** The class of image {@code i}; an {@link UnsupportedOperationException} if each pixel has its own. */
    int label(int i);

    /** Whether each pixel has a label of its own, as for segmentation: then read {@link #mask}, not {@link #label}. */
    default boolean pixelLabels() {
        return false;
    }

    /**
     * Writes the H*W labels of image {@code i}, row by row, into {@code into}, from {@code offset} on.
     * A data set with one label an image has none: an {@link UnsupportedOperationException}.
     */
    default void mask(int i, int[] into, int offset) {
        throw new UnsupportedOperationException(name() + ": image " + i + " has one label and no mask; read label(i)");
    }

    /**
     * The label of pixels that belong to no class and count in no loss and no score; no class has this number.
     * 255 where pixels have labels; else -100, which no image has.
     */
    default int ignoreIndex() {
        return pixelLabels() ? Mask.NO_CLASS : -100;
    }

    /** Writes the C*H*W values of image {@code i} into {@code into}, from {@code offset} on. */
    void image(int i, float[] into, int offset);

    /**
     * The C*256 values that each byte of each channel stands for, where images are held as bytes, which {@link #bytes} then gives; null where
     * they are not.
     */
    default float[] byteValues() {
        return null;
    }

    /** Writes the C*H*W bytes of image {@code i} into {@code into}, from {@code offset} on, where there are {@link #byteValues}. */
    default void bytes(int i, byte[] into, int offset) {
        throw new UnsupportedOperationException(name() + ": image " + i + " is not held as bytes; read image(i)");
    }

    /** Image {@code i} to look at: grey for one channel, RGB for three; values outside [0, 1] are cut off. */
    default BufferedImage picture(int i) {
        return Pictures.of(this, i);
    }

    /** The mask of image {@code i} to look at: a colour for each class, black for pixels of none. */
    default BufferedImage maskPicture(int i) {
        return Pictures.ofMask(this, i);
    }

    /** All labels, in order; an {@link UnsupportedOperationException} if each pixel has its own. */
    default int[] labels() {
        int[] labels = new int[size()];
        for (int i = 0; i < labels.length; i++) labels[i] = label(i);
        return labels;
    }

    /** A view of these images, in this order; an index may occur twice. */
    default Dataset subset(int... indices) {
        return new Subset(this, indices);
    }

    /**
     * {@code n} images with as equal a number of each class as there is, in mixed order; the same ones every time.
     * The classes take turns, each in a random order of its own with seed 0, until n are chosen; these are then shuffled.
     * Where pixels have labels, images are chosen at random. An n outside 1 to size is an {@link IllegalArgumentException}.
     */
    default Dataset take(int n) {
        return new Subset(this, Choices.balanced(this, n));
    }

    /**
     * Two disjoint parts with the same mix of classes: {@code round(heldOutFraction * size)} images are held out.
     * Each class gives its share; where shares are not whole, those with the largest remainder give one more. Both parts come in mixed order.
     * Where pixels have labels, the parts are drawn at random.
     * A fraction outside (0, 1), or one that leaves a part empty, is an {@link IllegalArgumentException}.
     */
    default Split split(double heldOutFraction, long seed) {
        return Choices.stratified(this, heldOutFraction, seed);
    }

    /**
     * The same images, each changed by {@code transform} whenever it is read, its mask too where the transform moves pixels. Random
     * numbers depend on the index alone, so an image stays the same from epoch to epoch; for augmentation see {@link Loader#augment}.
     */
    default Dataset map(Transform transform) {
        return new Mapped(this, transform);
    }

    /** One row an image: index, label, class; where pixels have labels, the index alone. */
    default Table table() {
        return Tables.images(this);
    }

    /** One row a class: label, class, images (how many there are), or pixels where these have labels; ignored ones are not counted. */
    default Table classTable() {
        return Tables.classes(this);
    }
}
