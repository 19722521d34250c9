package org.convbook.lab;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.convbook.chart.Charts;
import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.chart.Numbers;
import org.convbook.chart.Palette;
import org.convbook.chart.PictureGrid;
import org.convbook.chart.Pictures;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.Tape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.data.Dataset;

/**
 * What every layer of a network makes of one image, layer by layer: maps as pictures, vectors as strips, the output as probabilities.
 * <pre>
 * image  [1, C, H, W]
 * </pre>
 * A layer that only passes its input on (flatten, dropout in inference) is left out. A layer without negative values is drawn from black (0)
 * to white (its largest value), another from dark blue through mid grey (0) to yellow. More than one image is an {@link IllegalArgumentException}.
 */
public final class ActivationMaps implements Drawn {
    private static final int WIDTH = 760;
    private static final int MOST_MAPS = 64;
    private static final int STRIP = 60;
    private static final int CELL = 12;

    /** The output of one layer. */
    private record Step(String path, String layer, int[] shape, float[] values) {}

    private final List<Step> steps;
    private final Step input;
    private final List<String> classes;

    private ActivationMaps(Step input, List<Step> steps, List<String> classes) {
        this.input = input;
        this.steps = steps;
        this.classes = classes;
    }

    /** Runs the network on the image; classes are named by their numbers. */
    public static ActivationMaps of(Layer net, Tensor image) {
        return of(net, image, List.of());
    }

    /** Runs the network on the image; {@code classes} names the outputs. */
    @SuppressWarnings("try")                                              // the scope is opened for what it frees
    public static ActivationMaps of(Layer net, Tensor image, List<String> classes) {
        if (image.shape().rank() != 4 || image.shape().size(0) != 1)
            throw new IllegalArgumentException("activation maps: one image [1, C, H, W] is expected, got " + image.shape());
        List<Step> steps = new ArrayList<>();
        Backend backend = net.parameters().values().stream().findFirst().map(Tensor::backend).orElse(image.backend());
        try (Scope scope = backend.scope()) {
            Pass watched = Pass.inference().watch((path, layer, x, y) -> {
                if (layer.children().isEmpty() && !passesOn(x, y)) steps.add(new Step(path, layer.toString(), y.shape().sizes(), y.toArray()));
            });
            Tape.withoutGradients(() -> net.apply(image.to(backend), watched));
        }
        return new ActivationMaps(new Step("", "input", image.shape().sizes(), image.toArray()), List.copyOf(steps), List.copyOf(classes));
    }

    /** Runs the network on image {@code i} of a data set, on the backend where the network is. */
    public static ActivationMaps of(Layer net, Dataset images, int i) {
        int[] shape = images.imageShape();
        float[] values = new float[shape[0] * shape[1] * shape[2]];
        images.image(i, values, 0);
        return of(net, Tensor.of(values, 1, shape[0], shape[1], shape[2]), images.classes());
    }

    /** The probabilities of the classes: the softmax of the network's last output, or that output where it is a softmax already. */
    public double[] probabilities() {
        Step last = steps.get(steps.size() - 1);
        return last.layer.startsWith("Softmax") ? IntStream.range(0, last.values.length).mapToDouble(i -> last.values[i]).toArray() : softmax(last.values);
    }

    /** The paths of the layers that are shown, from the first to the last. */
    public List<String> paths() {
        return steps.stream().map(Step::path).toList();
    }

    @Override public Figure figure() {
        List<Figure> parts = new ArrayList<>();
        parts.add(grid("input  " + Arrays.toString(input.shape), input).figure());
        for (Step step : steps.subList(0, Math.max(0, steps.size() - (endsInClasses() ? 1 : 0))))
            parts.add(grid(title(step), step).figure());
        if (endsInClasses()) parts.add(output());
        Figure all = Figure.column(0, parts.toArray(Figure[]::new));
        return Figure.of(Math.max(WIDTH, all.width()), all.height(), "Activation maps, layer by layer\n" + this, all::paint);
    }

    /** One line a layer: path, layer, shape and range. */
    @Override public String toString() {
        return steps.stream().map(s -> {
            double[] range = range(s.values);
            String[] written = Numbers.formatAll(range);
            return "  " + title(s) + "  " + written[0] + " to " + written[1];
        }).collect(Collectors.joining("\n"));
    }

    private static boolean passesOn(Tensor x, Tensor y) {
        return x == y || x.shape().count() == y.shape().count() && Arrays.equals(x.toArray(), y.toArray());
    }

    private boolean endsInClasses() {
        return !steps.isEmpty() && steps.get(steps.size() - 1).shape.length == 2 && steps.get(steps.size() - 1).values.length <= 100;
    }

    private static String title(Step s) {
        return (s.path.isEmpty() ? "" : s.path + "  ") + s.layer + "  " + Arrays.toString(s.shape);
    }

    private Figure output() {
        Step last = steps.get(steps.size() - 1);
        double[] p = probabilities();
        int best = IntStream.range(0, p.length).reduce(0, (a, b) -> p[b] > p[a] ? b : a);
        List<String> names = IntStream.range(0, p.length).mapToObj(i -> i < classes.size() ? classes.get(i) : Integer.toString(i)).toList();
        return Charts.bars(title(last) + "  as probabilities", names, p, best);
    }

    private PictureGrid grid(String title, Step step) {
        double[] range = range(step.values);
        String[] written = Numbers.formatAll(range);
        PictureGrid grid = new PictureGrid(title).atLeast(WIDTH);
        int maps = step.shape.length == 4 ? step.shape[1] : 1, shown = Math.min(maps, MOST_MAPS);
        grid.subtitle("from " + written[0] + " to " + written[1] + (shown < maps ? ", the first " + shown + " of " + maps + " maps" : ""));
        if (step.shape.length != 4) {
            return grid.cellSize(CELL * stripWidth(step)).columns(1).add(strip(step, range));
        }
        int h = step.shape[2], w = step.shape[3];
        int factor = Math.max(1, Math.min(h > 20 ? 4 : h > 12 ? 5 : h > 7 ? 6 : 8, (WIDTH - 24) / Math.min(maps, 8) / (w + 1)));
        grid.cellSize(w * factor).columns(Math.max(1, Math.min(64, (WIDTH - 24 + Math.min(4, factor)) / (w * factor + Math.min(4, factor)))));
        for (int c = 0; c < shown; c++)
            grid.add(picture(Arrays.copyOfRange(step.values, c * h * w, (c + 1) * h * w), h, w, range), maps == 1 ? new String[0] : new String[] {"" + c});
        return grid;
    }

    /** A vector as rows of cells of equal length; cells that are left over are white. */
    private static BufferedImage strip(Step step, double[] range) {
        int n = step.values.length, width = stripWidth(step), height = (n + width - 1) / width;
        BufferedImage image = picture(Arrays.copyOf(step.values, width * height), height, width, range);
        for (int i = n; i < width * height; i++) image.setRGB(i % width, i / width, Palette.PAPER.getRGB());
        return image;
    }

    private static int stripWidth(Step step) {
        int rows = (step.values.length + STRIP - 1) / STRIP;
        return (step.values.length + rows - 1) / rows;
    }

    private static BufferedImage picture(float[] values, int height, int width, double[] range) {
        return range[0] < 0 ? Pictures.signed(values, height, width, Math.max(-range[0], range[1])) : Pictures.grey(values, height, width, 0, range[1]);
    }

    private static double[] range(float[] values) {
        double min = Double.POSITIVE_INFINITY, max = Double.NEGATIVE_INFINITY;
        for (float v : values) {
            min = Math.min(min, v);
            max = Math.max(max, v);
        }
        return new double[] {min, max};
    }

    private static double[] softmax(float[] logits) {
        double max = range(logits)[1], sum = 0;
        double[] p = new double[logits.length];
        for (int i = 0; i < p.length; i++) sum += p[i] = Math.exp(logits[i] - max);
        for (int i = 0; i < p.length; i++) p[i] /= sum;
        return p;
    }
}
