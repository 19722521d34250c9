package org.convbook.data.image;

import java.util.List;
import java.util.Objects;
import org.convbook.data.Dataset;

/** Images of one form whose files, in a folder or archive, are read when they are first asked for, and then kept within bounds of memory. */
abstract class ImageFiles implements Dataset {
    final FileTree tree;
    final ImageForm form;
    private final String name;
    private final String source;
    private final ByteCache cache = ByteCache.usual();

    ImageFiles(FileTree tree, ImageForm form, String name, String source) {
        this.tree = tree;
        this.form = Objects.requireNonNull(form, "form");
        this.name = name;
        this.source = source;
    }

    /** The values of image {@code i} by the form, and behind them whatever else belongs to it. */
    abstract byte[] read(int i);

    /** What {@link #read} gave, now or before. */
    final byte[] bytes(int i) {
        return cache.get(i, this::read);
    }

    final void readAll() {
        for (int i = 0; i < size(); i++) bytes(i);
    }

    @Override public final String name() {
        return name;
    }

    @Override public final String source() {
        return "%d %s".formatted(size(), source);
    }

    @Override public final boolean standIn() {
        return false;
    }

    @Override public final int[] imageShape() {
        return new int[] {form.channels(), form.height(), form.width()};
    }

    @Override public abstract List<String> classes();

    @Override public final void image(int i, float[] into, int offset) {
        Objects.checkIndex(i, size());
        ImageDecoder.values(bytes(i), 0, form, into, offset);
    }

    @Override public final String toString() {
        return "%s: %d images of %dx%dx%d, %d classes%s (%s)".formatted(name, size(), form.channels(), form.height(), form.width(),
            classes().size(), pixelLabels() ? ", one for each pixel" : "", source());
    }
}
