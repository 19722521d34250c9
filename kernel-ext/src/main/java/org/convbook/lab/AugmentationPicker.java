package org.convbook.lab;

import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.chart.Palette;
import org.convbook.chart.Pen;
import org.convbook.chart.PictureGrid;
import org.convbook.chart.Pictures;
import org.convbook.data.Dataset;
import org.convbook.data.transform.Mask;
import org.convbook.data.transform.Transform;
import org.convbook.render.Levels;
import org.convbook.widget.Dropdown;
import org.convbook.widget.FloatSlider;
import org.convbook.widget.HBox;
import org.convbook.widget.Image;
import org.convbook.widget.IntSlider;
import org.convbook.widget.Movable;
import org.convbook.widget.VBox;
import org.convbook.widget.Widget;

/**
 * What a random change of {@code org.convbook.data.transform} makes of an image: before and after, and a gallery of draws, the mask too where pixels
 * have labels.
 * <pre>
 * AugmentationPicker.of(train, 3).choose(Augmentation.ROTATION).strength(20).seed(7)
 * </pre>
 * The seed is that of the draw in the middle; the gallery shows the seeds after it. Values outside [0, 1] are cut off in the pictures. A strength
 * that the transform refuses, or an image that is not there, is an {@link IllegalArgumentException}.
 */
public final class AugmentationPicker implements Movable, Drawn {
    private static final int DRAWS = 12;
    private static final int SIDE = 200;
    private static final int GALLERY = 88;
    private static final int EDGE = 12;
    private static final int TOP = 66;
    private static final int SMALL_IMAGE = 64;
    private static final Font SMALL = Palette.font(11);
    private static final Transform NONE = (x, shape, rng) -> { };

    private final Dataset images;
    private final int image;
    private final Augmentation which;
    private final double strength;
    private final int seed;

    private AugmentationPicker(Dataset images, int image, Augmentation which, double strength, int seed) {
        this.images = images;
        this.image = image;
        this.which = which;
        this.strength = strength;
        this.seed = seed;
    }

    /** Changes image {@code i} of a data set; at the start it turns. */
    public static AugmentationPicker of(Dataset images, int i) {
        if (i < 0 || i >= images.size())
            throw new IllegalArgumentException("augmentation picker: " + images.name() + " has no image " + i
                + ", expected 0 to " + (images.size() - 1));
        return new AugmentationPicker(images, i, Augmentation.ROTATION, Augmentation.ROTATION.usual(), 1);
    }

    /** Another change, at a third of its largest strength. */
    public AugmentationPicker choose(Augmentation which) {
        return new AugmentationPicker(images, image, which, which.usual(), seed);
    }

    /** How strong the change is, in its own unit, from 0 to {@link Augmentation#most}. */
    public AugmentationPicker strength(double strength) {
        if (!(strength >= 0 && strength <= which.most()))
            throw new IllegalArgumentException("augmentation picker: the strength of " + which + " is 0 to "
                + number(which.most()) + ", got " + strength);
        return new AugmentationPicker(images, image, which, strength, seed);
    }

    /** The seed of the random numbers: the same one gives the same picture. */
    public AugmentationPicker seed(int seed) {
        return new AugmentationPicker(images, image, which, strength, seed);
    }

    @Override public Figure figure() {
        Figure pair = images.pixelLabels() ? Figure.column(0, pair(false), pair(true)) : pair(false);
        PictureGrid gallery = new PictureGrid(DRAWS + " other draws").subtitle("the number is the seed").columns(4).cellSize(GALLERY);
        for (int s = seed + 1; s <= seed + DRAWS; s++) gallery.add(small(changed(s).picture(0)), Integer.toString(s));
        Figure all = Figure.row(12, pair, gallery.figure());
        return Figure.of(all.width(), all.height(), toString(), all::paint);
    }

    /** A list of the changes, and sliders for strength and seed. */
    @Override public Widget widget() {
        Dropdown<Augmentation> list = new Dropdown<>("transform", List.of(Augmentation.values())).value(which);
        FloatSlider power = slider(which, strength);
        IntSlider seeds = new IntSlider("seed", 0, 100, seed);
        Image picture = Image.of(figure());
        Runnable redraw = () -> picture.picture(new AugmentationPicker(images, image, list.value(),
            Math.min(power.value(), list.value().most()), seeds.value())
            .figure());
        power.onChange(v -> redraw.run());
        seeds.onChange(v -> redraw.run());
        list.onChange(w -> {
            double old = power.value();
            if (w.most() > 0) power.max(w.most()).step(w.step()).readoutFormat(decimals(w)).value(w.usual());
            power.disabled(w.most() == 0);
            if (old == power.value()) redraw.run();            // else the slider has redrawn
        });
        return new VBox(new HBox(list, power, seeds), picture);
    }

    /** Frames over the strength, of small images over the kinds of change too. */
    @Override public Levels levels() {
        boolean tiny = Math.max(images.imageShape()[1], images.imageShape()[2]) <= SMALL_IMAGE && !images.pixelLabels();
        List<Integer> percents = tiny ? List.of(0, 33, 66, 100) : List.of(0, 20, 40, 60, 80, 100);
        int here = nearest(percents);
        if (!tiny)
            return Frames.over("strength %", percents, p -> at(which, p, p.equals(percents.get(here)))).title(title()).startAt(here)
                .levels().withText(toString());
        List<Augmentation> all = List.of(Augmentation.values());
        return Frames.over("transform", all, "strength %", percents, (w, p) -> at(w, p, w == which && p.equals(percents.get(here)))).title(title())
            .startAt(which.ordinal(), here).levels().withText(toString());
    }

    private Figure at(Augmentation w, int percent, boolean present) {
        return new AugmentationPicker(images, image, w, present ? strength : w.most() * percent / 100, seed).figure();
    }

    private int nearest(List<Integer> percents) {
        double share = which.most() == 0 ? 0 : 100 * strength / which.most();
        return IntStream.range(0, percents.size()).reduce(0, (a, b) -> Math.abs(percents.get(b) - share) < Math.abs(percents.get(a) - share) ? b : a);
    }

    /** What is changed, how strongly, and with which seed. */
    @Override public String toString() {
        return title() + "\n  image " + image + " of " + images.name() + ", seed " + seed + ", and " + DRAWS + " other draws";
    }

    private String title() {
        return which.most() == 0 ? "Augmentation: " + which : "Augmentation: " + which + " " + number(strength)
            + (which.unit().isEmpty() ? "" : " " + which.unit());
    }

    private Figure pair(boolean masks) {
        BufferedImage before = masks ? images.maskPicture(image) : images.picture(image);
        BufferedImage after = masks ? changed(seed).maskPicture(0) : changed(seed).picture(0);
        double scale = (double) SIDE / Math.max(before.getWidth(), before.getHeight());
        double width = before.getWidth() * scale, height = before.getHeight() * scale;
        int top = masks ? 26 : TOP;
        return Figure.of((int) Math.ceil(2 * EDGE + Math.max(2 * width + 16, 400)), (int) Math.ceil(top + height + EDGE), title(), g -> {
            Pen pen = new Pen(g);
            if (!masks) pen.left(title(), EDGE, 22, Palette.bold(13), Palette.INK)
                .left("image " + image + " of " + images.name(), EDGE, 38, SMALL, Palette.SOFT_INK);
            pen.left(masks ? "its labels" : "before", EDGE, top - 7, SMALL, Palette.INK);
            pen.left(masks ? "moved along" : "after, seed " + seed, EDGE + width + 16, top - 7, SMALL, Palette.INK);
            pen.picture(before, EDGE, top, scale).picture(after, EDGE + width + 16, top, scale);
        });
    }

    private Dataset changed(int draw) {
        return images.subset(image).map(new Seeded(which.most() > 0 && strength == 0 ? NONE : which.of(strength), draw));
    }

    private static BufferedImage small(BufferedImage picture) {
        return Math.max(picture.getWidth(), picture.getHeight()) > GALLERY ? Pictures.shrink(picture, GALLERY) : picture;
    }

    private static FloatSlider slider(Augmentation which, double strength) {
        if (which.most() == 0) return new FloatSlider("strength", 0, 1, 0).disabled(true);
        return new FloatSlider("strength", 0, which.most(), strength).step(which.step()).readoutFormat(decimals(which));
    }

    private static String decimals(Augmentation which) {
        return "." + Math.max(0, (int) Math.ceil(-Math.log10(which.step()) - 1e-9)) + "f";
    }

    private static String number(double v) {
        String s = String.format(Locale.ROOT, v >= 10 ? "%.0f" : "%.2f", v);
        return s.contains(".") ? s.replaceFirst("0+$", "").replaceFirst("\\.$", "") : s;
    }

    /** A transform whose draw is chosen. */
    private record Seeded(Transform transform, int seed) implements Transform {
        @Override public void apply(float[] x, int[] shape, RandomGenerator rng) {
            transform.apply(x, shape, new SplittableRandom(seed));
        }

        @Override public void apply(float[] x, Mask mask, int[] shape, RandomGenerator rng) {
            transform.apply(x, mask, shape, new SplittableRandom(seed));
        }
    }
}
