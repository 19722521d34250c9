package org.convbook.lab;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.chart.HeatMap;
import org.convbook.chart.Numbers;
import org.convbook.cnn.train.Evaluation;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How often images of one class were taken for another: row = truth, column = prediction, counts of images.
 * Recall is the share of a class that was found. The shades grow with the square root of a cell's share of its row, so that rare mistakes show.
 */
public final class ConfusionMatrix implements Drawn {
    private static final int TEXT_UP_TO = 20;
    private static final int WORST = 10;

    private final List<String> classes;
    private final long[][] counts;

    private ConfusionMatrix(List<String> classes, long[][] counts) {
        this.classes = classes;
        this.counts = counts;
    }

    /** Counts labels against predictions; both are class numbers from 0. Other numbers, or lengths that differ, are refused. */
    public static ConfusionMatrix of(int[] truth, int[] predicted, List<String> classes) {
        if (truth.length != predicted.length)
            throw new IllegalArgumentException("confusion matrix: " + truth.length + " labels but " + predicted.length + " predictions");
        if (classes.isEmpty()) throw new IllegalArgumentException("confusion matrix: there must be at least one class");
        long[][] counts = new long[classes.size()][classes.size()];
        for (int i = 0; i < truth.length; i++) counts[known(truth[i], "label", i, classes)][known(predicted[i], "prediction", i, classes)]++;
        return new ConfusionMatrix(List.copyOf(classes), counts);
    }

    /** How a network did on a data set. */
    public static ConfusionMatrix of(Evaluation evaluation) {
        return of(evaluation.labels(), evaluation.predictions(), evaluation.classes());
    }

    /** The number of images of class {@code truth} that were taken for class {@code predicted}. */
    public long count(int truth, int predicted) {
        return counts[truth][predicted];
    }

    /** The number of images. */
    public long total() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    /** The number of images that were recognised. */
    public long correct() {
        return IntStream.range(0, classes.size()).mapToLong(k -> counts[k][k]).sum();
    }

    /** The share of all images that was recognised; NaN without images. */
    public double accuracy() {
        return (double) correct() / total();
    }

    /** The share of the images of class k that was recognised; NaN if there are none. */
    public double recall(int k) {
        return (double) counts[k][k] / Arrays.stream(counts[k]).sum();
    }

    /** One row a class: its name, images, correct, recall, what it was most often mistaken for, and how often. */
    public Table table() {
        int n = classes.size();
        int[] images = new int[n], correct = new int[n], times = new int[n];
        double[] recall = new double[n];
        String[] mistaken = new String[n];
        for (int k = 0; k < n; k++) {
            int row = k;
            images[k] = (int) Arrays.stream(counts[k]).sum();
            correct[k] = (int) counts[k][k];
            recall[k] = recall(k);
            int worst = IntStream.range(0, n).filter(c -> c != row).reduce(-1, (a, b) -> a < 0 || counts[row][b] > counts[row][a] ? b : a);
            times[k] = worst < 0 ? 0 : (int) counts[k][worst];
            mistaken[k] = times[k] == 0 ? "" : classes.get(worst);
        }
        return Table.create("By class", StringColumn.create("class", classes), IntColumn.create("images", images), IntColumn.create("correct", correct),
            DoubleColumn.create("recall", recall), StringColumn.create("mistaken for", mistaken), IntColumn.create("times", times));
    }

    @Override public Figure figure() {
        int n = classes.size();
        double[][] values = new double[n][n], shades = new double[n][n];
        for (int r = 0; r < n; r++) {
            double row = Math.max(1, Arrays.stream(counts[r]).sum());
            for (int c = 0; c < n; c++) {
                values[r][c] = counts[r][c];
                shades[r][c] = Math.sqrt(counts[r][c] / row);
            }
        }
        List<String> recall = IntStream.range(0, n).mapToObj(k -> Numbers.percent(recall(k))).toList();
        Figure drawn = HeatMap.of(title(), values, classes, classes).titled("truth", "prediction").shaded(shades).noted("recall", recall).figure();
        return Figure.of(drawn.width(), drawn.height(), toString(), drawn::paint);
    }

    /** The matrix as an aligned table; with more than 20 classes the most frequent mistakes. */
    @Override public String toString() {
        if (classes.size() > TEXT_UP_TO) return title() + "\n" + worst();
        double[][] values = Arrays.stream(counts).map(row -> Arrays.stream(row).asDoubleStream().toArray()).toArray(double[][]::new);
        List<String> recall = IntStream.range(0, classes.size()).mapToObj(k -> Numbers.percent(recall(k))).toList();
        return HeatMap.of(title(), values, classes, classes).titled("truth", "prediction").noted("recall", recall).toString();
    }

    private String title() {
        String accuracy = total() == 0 ? "n/a" : String.format(Locale.ROOT, "%.2f %%", 100 * accuracy());
        return "Confusion matrix: accuracy " + accuracy + " (" + Numbers.grouped(correct(), " ") + " of " + Numbers.grouped(total(), " ") + ")";
    }

    private String worst() {
        record Pair(int truth, int predicted) {}
        return IntStream.range(0, classes.size()).boxed()
            .flatMap(r -> IntStream.range(0, classes.size()).filter(c -> c != r && counts[r][c] > 0).mapToObj(c -> new Pair(r, c)))
            .sorted(Comparator.comparingLong((Pair p) -> -counts[p.truth][p.predicted])).limit(WORST)
            .map(p -> "  " + classes.get(p.truth) + " taken for " + classes.get(p.predicted) + ": " + counts[p.truth][p.predicted])
            .collect(Collectors.joining("\n"));
    }

    private static int known(int k, String what, int i, List<String> classes) {
        if (k < 0 || k >= classes.size())
            throw new IllegalArgumentException("confusion matrix: " + what + " " + i + " is " + k + ", expected 0 to " + (classes.size() - 1));
        return k;
    }
}
