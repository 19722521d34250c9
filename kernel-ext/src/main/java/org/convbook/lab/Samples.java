package org.convbook.lab;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.chart.Numbers;
import org.convbook.chart.PictureGrid;
import org.convbook.data.Dataset;

/** The first images of a data set, with their classes. */
public final class Samples implements Drawn {
    private final Dataset images;
    private final int count;

    private Samples(Dataset images, int count) {
        this.images = images;
        this.count = count;
    }

    /** The first {@code count} images, or all if there are fewer; 1 to 200. */
    public static Samples of(Dataset images, int count) {
        if (count < 1 || count > 200) throw new IllegalArgumentException("samples: 1 to 200 images can be shown, got " + count);
        return new Samples(images, Math.min(count, images.size()));
    }

    @Override public Figure figure() {
        int side = Math.max(images.imageShape()[1], images.imageShape()[2]);
        PictureGrid grid = new PictureGrid(title()).subtitle(images.source()).columns(Math.min(10, Math.max(1, count)))
            .cellSize(Math.max(56, Math.min(side, 96)));
        for (int i = 0; i < count; i++) grid.add(images.picture(i), caption(i));
        Figure drawn = grid.figure();
        return Figure.of(drawn.width(), drawn.height(), toString(), drawn::paint);
    }

    /** What the data set says of itself, and the classes of the images shown. */
    @Override public String toString() {
        StringBuilder s = new StringBuilder(title()).append("\n  ").append(images.source()).append("\n  ");
        for (int i = 0; i < count; i++) s.append(i == 0 ? "" : ", ").append(caption(i));
        return s.toString();
    }

    /** The class of an image; its number where each pixel has a class of its own. */
    private String caption(int i) {
        return images.pixelLabels() ? Integer.toString(i) : images.classes().get(images.label(i));
    }

    private String title() {
        return images.name() + ": " + count + " of " + Numbers.grouped(images.size(), " ") + " images";
    }
}
