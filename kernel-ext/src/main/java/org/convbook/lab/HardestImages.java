package org.convbook.lab;

import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.chart.Numbers;
import org.convbook.chart.PictureGrid;
import org.convbook.cnn.train.Evaluation;
import org.convbook.data.Dataset;

/**
 * The images that a network got wrong with the greatest confidence: most probable wrong answer first, equal ones in the order of the data.
 * Each is shown with truth → prediction and the probability of that prediction.
 */
public final class HardestImages implements Drawn {
    /** One mistake: the number of the image, its class, the predicted class, and the probability that the network gave it. */
    public record Mistake(int index, int truth, int predicted, double probability) {}

    private final List<Mistake> mistakes;
    private final int shown;
    private final IntFunction<BufferedImage> pictures;
    private final List<String> classes;

    private HardestImages(List<Mistake> mistakes, int shown, IntFunction<BufferedImage> pictures, List<String> classes) {
        this.mistakes = mistakes;
        this.shown = shown;
        this.pictures = pictures;
        this.classes = classes;
    }

    /** The {@code count} hardest images of the data set that was evaluated. */
    public static HardestImages of(Evaluation evaluation, Dataset images, int count) {
        if (images.size() != evaluation.labels().length)
            throw new IllegalArgumentException("hardest images: the evaluation is of " + evaluation.labels().length + " images, but "
                + images.name() + " has " + images.size());
        return of(evaluation.labels(), evaluation.probabilities(), count, images::picture, evaluation.classes());
    }

    /**
     * Finds the mistakes.
     *
     * @param labels the classes of the images, from 0
     * @param probabilities [images][classes]
     * @param count how many to show
     * @param pictures the picture of image i
     * @param classes the names of the classes
     */
    public static HardestImages of(int[] labels, float[][] probabilities, int count, IntFunction<BufferedImage> pictures, List<String> classes) {
        if (labels.length != probabilities.length)
            throw new IllegalArgumentException("hardest images: " + labels.length + " labels but " + probabilities.length + " predictions");
        if (count < 1) throw new IllegalArgumentException("hardest images: count must be at least 1, got " + count);
        List<Mistake> mistakes = IntStream.range(0, labels.length).mapToObj(i -> {
            int best = largest(probabilities[i]);
            return new Mistake(i, labels[i], best, probabilities[i][best]);
        }).filter(m -> m.truth != m.predicted).sorted(Comparator.comparingDouble((Mistake m) -> -m.probability)).toList();
        return new HardestImages(mistakes, Math.min(count, mistakes.size()), pictures, List.copyOf(classes));
    }

    /** All mistakes, the hardest first. */
    public List<Mistake> mistakes() {
        return mistakes;
    }

    @Override public Figure figure() {
        PictureGrid grid = new PictureGrid(title()).columns(Math.max(1, Math.min(10, shown))).cellSize(56);
        grid.subtitle(shown == 0 ? "nothing to show" : "truth → prediction, and the probability that the network gave it");
        for (Mistake m : mistakes.subList(0, shown))
            grid.add(pictures.apply(m.index), name(m.truth) + " → " + name(m.predicted), percent(m.probability));
        Figure drawn = grid.figure();
        return Figure.of(drawn.width(), drawn.height(), toString(), drawn::paint);
    }

    /** One line a mistake that is shown. */
    @Override public String toString() {
        return title() + mistakes.subList(0, shown).stream()
            .map(m -> "\n  image " + m.index + ": " + name(m.truth) + " taken for " + name(m.predicted) + ", " + percent(m.probability))
            .collect(Collectors.joining());
    }

    private String title() {
        if (mistakes.isEmpty()) return "No mistakes";
        return "The " + shown + " hardest of " + Numbers.grouped(mistakes.size(), " ") + (mistakes.size() == 1 ? " mistake" : " mistakes");
    }

    private String name(int k) {
        return k < classes.size() ? classes.get(k) : Integer.toString(k);
    }

    private static String percent(double p) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * p);
    }

    private static int largest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
        return best;
    }
}
