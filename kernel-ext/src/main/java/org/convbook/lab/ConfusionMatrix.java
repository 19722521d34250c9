package org.convbook.lab;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.chart.HeatMap;
import org.convbook.chart.Numbers;
import org.convbook.chart.PictureGrid;
import org.convbook.cnn.train.Evaluation;
import org.convbook.data.Dataset;
import org.convbook.render.Levels;
import org.convbook.widget.Dropdown;
import org.convbook.widget.HBox;
import org.convbook.widget.Image;
import org.convbook.widget.Movable;
import org.convbook.widget.ToggleButtons;
import org.convbook.widget.VBox;
import org.convbook.widget.ValueWidget;
import org.convbook.widget.Widget;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How often images of one class were taken for another: row = truth, column = prediction; with the data set at hand also the images behind a cell.
 * <pre>
 * recall     n[k][k] / sum of row k       the share of a class that was found, at the end of its row
 * precision  n[k][k] / sum of column k    the share that is right of what was called so, under its column
 * </pre>
 * Cells hold counts of images, or shares of their row or column in percent. The shades grow with the square root of the share, so that rare
 * mistakes show.
 */
public final class ConfusionMatrix implements Movable, Drawn {
    private static final int TEXT_UP_TO = 20;
    private static final int WORST = 10;
    private static final int MOST_PICTURES = 24;
    private static final int COLUMNS = 6;

    /** What stands in the cells. */
    private enum Unit {
        COUNTS("images"), ROWS("% of truth"), COLUMNS("% of prediction");

        private final String label;

        Unit(String label) {
            this.label = label;
        }
    }

    /** The images behind the counts. */
    private record Behind(int[] truth, int[] predicted, float[][] probabilities, IntFunction<BufferedImage> pictures) {}

    /** A cell: a class, and what it was taken for. */
    private record Cell(int truth, int predicted) {}

    private final ConfusionCounts counts;
    private final Behind behind;
    private final Unit unit;
    private final Cell cell;

    private ConfusionMatrix(ConfusionCounts counts, Behind behind, Unit unit, Cell cell) {
        this.counts = counts;
        this.behind = behind;
        this.unit = unit;
        this.cell = cell;
    }

    /** Counts labels against predictions; both are class numbers from 0. Other numbers, or lengths that differ, are refused. */
    public static ConfusionMatrix of(int[] truth, int[] predicted, List<String> classes) {
        return new ConfusionMatrix(ConfusionCounts.of(truth, predicted, classes), null, Unit.COUNTS, null);
    }

    /** How a network did on a data set. */
    public static ConfusionMatrix of(Evaluation evaluation) {
        return of(evaluation.labels(), evaluation.predictions(), evaluation.classes());
    }

    /** The same with the images that were evaluated: the most frequent mistake is chosen, and its images stand beside the matrix. */
    public static ConfusionMatrix of(Evaluation evaluation, Dataset images) {
        if (images.size() != evaluation.labels().length)
            throw new IllegalArgumentException("confusion matrix: the evaluation is of " + evaluation.labels().length + " images, but "
                + images.name() + " has " + images.size());
        ConfusionCounts counts = of(evaluation).counts;
        Behind behind = new Behind(evaluation.labels(), evaluation.predictions(), evaluation.probabilities(), images::picture);
        return new ConfusionMatrix(counts, behind, Unit.COUNTS, mistakes(counts).stream().findFirst().orElse(new Cell(0, 0)));
    }

    /** Chooses a cell: images of class {@code truth} that were taken for class {@code predicted}. */
    public ConfusionMatrix cell(int truth, int predicted) {
        ConfusionCounts.known(truth, "class", -1, counts.classes());
        ConfusionCounts.known(predicted, "class", -1, counts.classes());
        return new ConfusionMatrix(counts, behind, unit, new Cell(truth, predicted));
    }

    /** Shares of the truth: each row adds up to 100 %, the diagonal is the recall. */
    public ConfusionMatrix byTruth() {
        return new ConfusionMatrix(counts, behind, Unit.ROWS, cell);
    }

    /** Shares of the predictions: each column adds up to 100 %, the diagonal is the precision. */
    public ConfusionMatrix byPrediction() {
        return new ConfusionMatrix(counts, behind, Unit.COLUMNS, cell);
    }

    /** The number of images of class {@code truth} that were taken for class {@code predicted}. */
    public long count(int truth, int predicted) {
        return counts.count(truth, predicted);
    }

    /** The number of images. */
    public long total() {
        return counts.total();
    }

    /** The number of images that were recognised. */
    public long correct() {
        return counts.correct();
    }

    /** The share of all images that was recognised; NaN without images. */
    public double accuracy() {
        return (double) correct() / total();
    }

    /** The share of the images of class k that was recognised; NaN if there are none. */
    public double recall(int k) {
        return (double) count(k, k) / counts.row(k);
    }

    /** The share of class k among the images that were taken for it; NaN if there are none. */
    public double precision(int k) {
        return (double) count(k, k) / counts.column(k);
    }

    /** The images of the chosen cell, by their numbers in the data set, the surest first; without a data set none. */
    public int[] images() {
        if (behind == null) return new int[0];
        return IntStream.range(0, behind.truth.length).filter(i -> behind.truth[i] == cell.truth && behind.predicted[i] == cell.predicted).boxed()
            .sorted(Comparator.comparingDouble(i -> -behind.probabilities[i][cell.predicted])).mapToInt(i -> i).toArray();
    }

    /** One row a class: its name, images, correct, recall, precision, what it was most often mistaken for, and how often. */
    public Table table() {
        int n = counts.classes().size();
        int[] images = IntStream.range(0, n).map(k -> (int) counts.row(k)).toArray(),
            correct = IntStream.range(0, n).map(k -> (int) count(k, k)).toArray();
        int[] times = new int[n];
        String[] mistaken = new String[n];
        for (int k = 0; k < n; k++) {
            int row = k;
            int worst = IntStream.range(0, n).filter(c -> c != row).reduce(-1, (a, b) -> a < 0 || count(row, b) > count(row, a) ? b : a);
            times[k] = worst < 0 ? 0 : (int) count(k, worst);
            mistaken[k] = times[k] == 0 ? "" : name(worst);
        }
        return Table.create("By class", StringColumn.create("class", counts.classes()), IntColumn.create("images", images),
            IntColumn.create("correct", correct), DoubleColumn.create("recall", IntStream.range(0, n).mapToDouble(this::recall).toArray()),
            DoubleColumn.create("precision", IntStream.range(0, n).mapToDouble(this::precision).toArray()),
            StringColumn.create("mistaken for", mistaken), IntColumn.create("times", times));
    }

    @Override public Figure figure() {
        HeatMap map = map();
        if (cell != null) map.mark(cell.truth, cell.predicted);
        Figure drawn = behind == null ? map.figure() : Figure.row(16, map.figure(), pictures());
        return Figure.of(drawn.width(), drawn.height(), toString(), drawn::paint);
    }

    /** Lists for truth and prediction where there are images, and the unit of the cells. */
    @Override public Widget widget() {
        Map<String, Unit> units = new LinkedHashMap<>();
        for (Unit u : Unit.values()) units.put(u.label, u);
        ToggleButtons<Unit> cells = new ToggleButtons<>("cells", units).value(unit);
        Image picture = Image.of(figure());
        if (behind == null) {
            cells.onChange(u -> picture.picture(new ConfusionMatrix(counts, null, u, cell).figure()));
            return new VBox(cells, picture);
        }
        Dropdown<Integer> truth = classes("truth", cell.truth), predicted = classes("prediction", cell.predicted);
        List<Cell> worst = mistakes(counts).stream().limit(WORST).toList();
        Map<String, Cell> often = new LinkedHashMap<>();
        worst.forEach(c -> often.put(says(c), c));
        Dropdown<Cell> frequent = new Dropdown<>("often", often);
        frequent.value(worst.contains(cell) ? cell : null);
        Runnable redraw = () -> picture.picture(new ConfusionMatrix(counts, behind, cells.value(),
            new Cell(truth.value(), predicted.value())).figure());
        for (ValueWidget<?, ?> control : List.of(truth, predicted, cells)) control.onChange(v -> redraw.run());
        frequent.onChange(c -> {
            truth.value(c.truth);
            predicted.value(c.predicted);
        });
        return new VBox(new HBox(truth, predicted, frequent), cells, picture);
    }

    /** With images: frames over the most frequent mistakes. */
    @Override public Levels levels() {
        List<Cell> shown = new ArrayList<>(mistakes(counts).stream().limit(WORST).toList());
        if (behind == null || shown.isEmpty()) return Levels.of(figure()).withText(toString());
        if (!shown.contains(cell)) shown.add(0, cell);
        record Named(Cell cell, String name) {
            @Override public String toString() {
                return name;
            }
        }
        return Frames.over("cell", shown.stream().map(c -> new Named(c, says(c))).toList(),
            c -> new ConfusionMatrix(counts, behind, unit, c.cell).figure()).title(title()).startAt(shown.indexOf(cell))
            .levels().withText(toString());
    }

    /** The matrix as an aligned table; with more than 20 classes the most frequent mistakes. */
    @Override public String toString() {
        if (counts.classes().size() <= TEXT_UP_TO) return map().toString();
        return title() + "\n" + mistakes(counts).stream().limit(WORST)
            .map(c -> "  " + name(c.truth) + " taken for " + name(c.predicted) + ": " + count(c.truth, c.predicted))
            .collect(Collectors.joining("\n"));
    }

    private HeatMap map() {
        int n = counts.classes().size();
        double[][] values = new double[n][n], shades = new double[n][n];
        for (int r = 0; r < n; r++)
            for (int c = 0; c < n; c++) {
                double share = (double) count(r, c) / Math.max(1, unit == Unit.COLUMNS ? counts.column(c) : counts.row(r));
                shades[r][c] = Math.sqrt(share);
                values[r][c] = unit == Unit.COUNTS ? count(r, c) : 100 * share;
            }
        HeatMap map = HeatMap.of(title(), values, counts.classes(), counts.classes()).titled("truth", "prediction").shaded(shades)
            .noted("recall", shares(this::recall)).footed("precision", shares(this::precision));
        return unit == Unit.COUNTS ? map : map.written(v -> v == 0 ? "0" : String.format(Locale.ROOT, v < 9.95 ? "%.1f" : "%.0f", v));
    }

    private List<String> shares(IntFunction<Double> share) {
        return IntStream.range(0, counts.classes().size()).mapToObj(k -> Numbers.percent(share.apply(k))).toList();
    }

    private Figure pictures() {
        int[] images = images();
        boolean right = cell.truth == cell.predicted;
        int shown = Math.min(images.length, MOST_PICTURES);
        String title = name(cell.truth) + (right ? " recognised" : " taken for " + name(cell.predicted)) + ": " + Numbers.grouped(images.length, " ");
        String under = images.length == 0 ? "no such image" : (shown < images.length ? "the " + shown + " surest; " : "") + "probability of "
            + name(cell.predicted) + (right ? "" : ", under it that of " + name(cell.truth));
        PictureGrid grid = new PictureGrid(title).subtitle(under).columns(COLUMNS).cellSize(56).atLeast(COLUMNS * 60 + 24);
        for (int k = 0; k < shown; k++) {
            float[] p = behind.probabilities[images[k]];
            BufferedImage picture = behind.pictures.apply(images[k]);
            if (right) grid.add(picture, percent(p[cell.predicted]));
            else grid.add(picture, percent(p[cell.predicted]), percent(p[cell.truth]));
        }
        return grid.figure();
    }

    private static String percent(double p) {
        return String.format(Locale.ROOT, p > 0.0005 && p < 0.0995 ? "%.1f %%" : "%.0f %%", 100 * p);
    }

    private static List<Cell> mistakes(ConfusionCounts counts) {
        int n = counts.classes().size();
        return IntStream.range(0, n * n).mapToObj(i -> new Cell(i / n, i % n))
            .filter(c -> c.truth != c.predicted && counts.count(c.truth, c.predicted) > 0)
            .sorted(Comparator.comparingLong(c -> -counts.count(c.truth, c.predicted))).toList();
    }

    private Dropdown<Integer> classes(String description, int value) {
        Map<String, Integer> names = new LinkedHashMap<>();
        IntStream.range(0, counts.classes().size()).forEach(k -> names.put(names.containsKey(name(k)) ? name(k) + " (" + k + ")" : name(k), k));
        Dropdown<Integer> list = new Dropdown<>(description, names).value(value);
        list.layout().width("220px");
        return list;
    }

    private String says(Cell c) {
        return name(c.truth) + " → " + name(c.predicted) + ": " + count(c.truth, c.predicted);
    }

    private String title() {
        String accuracy = total() == 0 ? "n/a" : String.format(Locale.ROOT, "%.2f %%", 100 * accuracy());
        return "Confusion matrix: accuracy " + accuracy + " (" + Numbers.grouped(correct(), " ") + " of " + Numbers.grouped(total(), " ") + ")";
    }

    private String name(int k) {
        return counts.classes().get(k);
    }
}
