package org.convbook.data;

/** The one-line text of a data set. */
final class Described {
    private Described() { }

    static String text(Dataset data) {
        int[] s = data.imageShape();
        return "%s: %d images of %dx%dx%d, %d classes%s (%s)".formatted(data.name(), data.size(), s[0], s[1], s[2],
            data.classes().size(), data.pixelLabels() ? ", one for each pixel" : "", data.source());
    }
}
