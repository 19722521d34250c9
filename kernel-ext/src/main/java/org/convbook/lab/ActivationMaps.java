package org.convbook.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.convbook.chart.Charts;
import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.chart.Numbers;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.data.Dataset;
import org.convbook.lab.Activations.Output;
import org.convbook.render.Html;
import org.convbook.render.Levels;
import org.convbook.render.Showable;

/**
 * What every layer of a network makes of one image, layer by layer: maps as pictures, vectors as strips, the output as probabilities.
 * <pre>
 * image  [1, C, H, W]
 * </pre>
 * A layer that only passes its input on (flatten, dropout in inference) is left out. A layer without negative values is drawn from black (0)
 * to white (its largest value), another from dark blue through mid grey (0) to yellow. Each layer is a picture of its own, so that a page break
 * falls between two of them; of a deep network the first layers are shown, as many as fit into one output. To look at one layer closely, take
 * an {@link ActivationBrowser}. More than one image is an {@link IllegalArgumentException}.
 */
public final class ActivationMaps implements Showable, Drawn {
    private static final int WIDTH = 760;
    private static final int MOST_MAPS = 64;
    private static final int MOST_LARGE_MAPS = 16;
    private static final int LARGE = 40;
    private static final int MOST_HTML = 560_000;

    private final Activations run;
    private final List<String> classes;

    private ActivationMaps(Activations run, List<String> classes) {
        this.run = run;
        this.classes = classes;
    }

    /** Runs the network on the image; classes are named by their numbers. */
    public static ActivationMaps of(Layer net, Tensor image) {
        return of(net, image, List.of());
    }

    /** Runs the network on the image; {@code classes} names the outputs. */
    public static ActivationMaps of(Layer net, Tensor image, List<String> classes) {
        return new ActivationMaps(Activations.of(net, image), List.copyOf(classes));
    }

    /** Runs the network on image {@code i} of a data set, on the backend where the network is. */
    public static ActivationMaps of(Layer net, Dataset images, int i) {
        return of(net, Activations.image(images, i), images.classes());
    }

    /** The probabilities of the classes: the softmax of the network's last output, or that output where it is a softmax already. */
    public double[] probabilities() {
        return run.probabilities();
    }

    /** The paths of the layers that are shown, from the first to the last. */
    public List<String> paths() {
        return run.outputs().stream().map(Output::path).toList();
    }

    /** The layers under each other, as many as a figure can hold. */
    @Override public Figure figure() {
        List<Figure> shown = new ArrayList<>();
        int height = 0;
        for (Figure part : parts()) if ((height += part.height()) <= Figure.MAX_SIDE) shown.add(part);
        Figure all = Figure.column(0, shown.toArray(Figure[]::new));
        return Figure.of(Math.max(WIDTH, all.width()), all.height(), "Activation maps, layer by layer\n" + this, all::paint);
    }

    @Override public Levels levels() {
        Levels whole = Levels.of(figure());
        StringBuilder html = new StringBuilder();
        List<Figure> parts = parts();
        int shown = 0;
        for (Figure part : parts) {
            String next = "<div style=\"break-inside:avoid\">" + Levels.of(part).html() + "</div>";
            if (html.length() + next.length() > MOST_HTML) break;
            html.append(next);
            shown++;
        }
        if (shown < parts.size())
            html.append(Html.note("the first " + shown + " of " + parts.size() + " pictures; an ActivationBrowser shows every layer"));
        boolean svgToo = html.length() + whole.weight() - whole.html().length() < Levels.MOST;
        return new Levels(html.toString(), svgToo ? whole.svg() : null, whole.png(), whole.width(), whole.height(), toString());
    }

    /** One line a layer: path, layer, shape and range. */
    @Override public String toString() {
        return run.outputs().stream().map(s -> {
            String[] written = Numbers.formatAll(s.range());
            return "  " + s.title() + "  " + written[0] + " to " + written[1];
        }).collect(Collectors.joining("\n"));
    }

    private List<Figure> parts() {
        List<Figure> parts = new ArrayList<>();
        parts.add(grid("input  " + Arrays.toString(run.input().shape()), run.input()));
        List<Output> outputs = run.outputs();
        for (Output output : outputs.subList(0, Math.max(0, outputs.size() - (run.endsInClasses() ? 1 : 0)))) parts.add(grid(output.title(), output));
        if (run.endsInClasses()) parts.add(probabilityBars());
        return parts;
    }

    private Figure probabilityBars() {
        double[] p = probabilities();
        int best = IntStream.range(0, p.length).reduce(0, (a, b) -> p[b] > p[a] ? b : a);
        List<String> names = IntStream.range(0, p.length).mapToObj(i -> i < classes.size() ? classes.get(i) : Integer.toString(i)).toList();
        return Charts.bars(run.last().title() + "  as probabilities", names, p, best);
    }

    private static Figure grid(String title, Output output) {
        String[] written = Numbers.formatAll(output.range());
        int maps = output.isMaps() ? output.channels() : 1;
        int shown = Math.min(maps, Math.max(output.height(), output.width()) > LARGE ? MOST_LARGE_MAPS : MOST_MAPS);
        return output.grid(title, 0, shown, WIDTH)
            .subtitle("from " + written[0] + " to " + written[1] + (shown < maps ? ", the first " + shown + " of " + maps + " maps" : "")).figure();
    }
}
