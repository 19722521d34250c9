package org.convbook.lab;

import java.awt.Color;
import java.awt.Font;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.chart.Palette;
import org.convbook.chart.Pen;
import org.convbook.chart.Pictures;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.Tape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.data.Dataset;

/**
 * What a network makes of the first images of a data set, as it is now: each image with its three most probable classes as bars, the right
 * class in green. The last output of the network is taken for logits.
 */
public final class Predictions implements Drawn {
    private static final int MOST = 100;
    private static final int TOP = 3;
    private static final int COLUMNS = 4;
    private static final int CELL = 188;
    private static final int PICTURE = 64;
    private static final int HEAD = 30;
    private static final int ROW = 84;
    private static final Font SMALL = Palette.font(11);
    private static final Color RIGHT = Palette.series(2);
    private static final Color OTHER = new Color(0xB9, 0xC2, 0xCC);

    private final Dataset images;
    private final Dataset shown;
    private final float[][] probabilities;

    private Predictions(Dataset images, Dataset shown, float[][] probabilities) {
        this.images = images;
        this.shown = shown;
        this.probabilities = probabilities;
    }

    /**
     * The first {@code count} images, 1 to 100, or all if there are fewer. A network whose output is not [N, classes] is an
     * {@link IllegalArgumentException}.
     */
    @SuppressWarnings("try")                                              // the scope is opened for what it frees
    public static Predictions of(Layer net, Dataset images, int count) {
        if (count < 1 || count > MOST) throw new IllegalArgumentException("predictions: 1 to " + MOST + " images can be shown, got " + count);
        int n = Math.min(count, images.size()), classes = images.classes().size();
        int[] s = images.imageShape();
        float[] pixels = new float[n * s[0] * s[1] * s[2]];
        for (int i = 0; i < n; i++) images.image(i, pixels, i * s[0] * s[1] * s[2]);
        Backend backend = net.parameters().values().iterator().next().backend();
        try (Scope scope = backend.scope()) {
            Tensor logits = Tape.withoutGradients(() -> net.apply(Tensor.of(backend, pixels, n, s[0], s[1], s[2]), Pass.inference()));
            if (logits.shape().rank() != 2 || logits.shape().size(1) != classes)
                throw new IllegalArgumentException("predictions: the network returns " + logits.shape() + ", expected [" + n
                    + ", " + classes + "] for "
                    + images.name());
            float[] p = Tape.withoutGradients(logits::softmax).toArray();
            float[][] rows = new float[n][];
            Arrays.setAll(rows, i -> Arrays.copyOfRange(p, i * classes, (i + 1) * classes));
            return new Predictions(images, images, rows);
        }
    }

    /** The same with the pictures of another data set: the images as they were before they were normalised. Fewer are refused. */
    public Predictions pictures(Dataset originals) {
        if (originals.size() < probabilities.length)
            throw new IllegalArgumentException("predictions: " + originals.name() + " has " + originals.size() + " images, expected at least "
                + probabilities.length);
        return new Predictions(images, originals, probabilities);
    }

    /** How many of the images are classified rightly. */
    public int right() {
        return (int) IntStream.range(0, probabilities.length).filter(i -> best(i)[0] == images.label(i)).count();
    }

    @Override public Figure figure() {
        int rows = (probabilities.length + COLUMNS - 1) / COLUMNS;
        return Figure.of(COLUMNS * CELL + 8, HEAD + rows * ROW, toString(), g -> {
            Pen pen = new Pen(g);
            pen.left(title(), 12, 20, Palette.bold(13), Palette.INK);
            for (int i = 0; i < probabilities.length; i++) cell(pen, i, 12 + i % COLUMNS * CELL, HEAD + i / COLUMNS * ROW);
        });
    }

    private void cell(Pen pen, int i, double x, double y) {
        double largest = Math.max(shown.imageShape()[1], shown.imageShape()[2]), factor = largest > PICTURE ? 1 : PICTURE / largest;
        pen.picture(largest > PICTURE ? Pictures.shrink(shown.picture(i), PICTURE) : shown.picture(i), x, y, factor);
        int[] best = best(i);
        for (int k = 0; k < Math.min(TOP, best.length); k++) {
            double p = probabilities[i][best[k]], left = x + PICTURE + 8, room = CELL - PICTURE - 24, base = y + k * 22;
            pen.box(left, base, room, 17, new Color(0xF1, 0xF3, 0xF5)).box(left, base, room * p, 17, best[k] == images.label(i) ? RIGHT : OTHER);
            String percent = String.format(Locale.ROOT, "%.0f %%", 100 * p);
            pen.right(percent, left + room - 3, base + 13, SMALL, Palette.INK);
            pen.left(Pen.fit(images.classes().get(best[k]), SMALL, room - Pen.widthOf(percent, SMALL) - 10), left + 3, base + 13, SMALL, Palette.INK);
        }
    }

    /** The number of images that are right, and for each its class and what is thought of it. */
    @Override public String toString() {
        return title() + IntStream.range(0, probabilities.length).mapToObj(i -> "\n  " + images.classes().get(images.label(i)) + ": "
            + Arrays.stream(best(i)).limit(TOP)
            .mapToObj(k -> String.format(Locale.ROOT, "%s %.0f %%", images.classes().get(k), 100 * probabilities[i][k]))
                .collect(Collectors.joining(", "))).collect(Collectors.joining());
    }

    private String title() {
        return "Predictions: " + right() + " of " + probabilities.length + " are right";
    }

    /** The classes by probability, the largest first. */
    private int[] best(int i) {
        return IntStream.range(0, probabilities[i].length).boxed().sorted((a, b) -> Float.compare(probabilities[i][b], probabilities[i][a]))
            .mapToInt(k -> k).toArray();
    }
}
