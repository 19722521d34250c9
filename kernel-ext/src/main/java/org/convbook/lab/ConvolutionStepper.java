package org.convbook.lab;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.convbook.chart.Figure;
import org.convbook.cnn.backend.WindowAxis;
import org.convbook.cnn.nn.Conv1d;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.Tape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.convbook.render.Levels;
import org.convbook.widget.Checkbox;
import org.convbook.widget.Composite;
import org.convbook.widget.HBox;
import org.convbook.widget.Image;
import org.convbook.widget.IntSlider;
import org.convbook.widget.Play;
import org.convbook.widget.Widget;
import org.convbook.widget.Widgets;

/**
 * Walks a convolution over an image, window by window: the window, every product, their sum with the bias, and the output as it fills.
 * <pre>
 * var conv = new Conv2d(1, 1, Window.of(3).padding(1), rng);
 * new ConvolutionStepper(conv, image)               // image [H, W], [C, H, W] or [1, C, H, W]; for a Conv1d [L], [C, L] or [1, C, L]
 * new ConvolutionStepper(conv, image).filter(2).then(new Relu())
 * </pre>
 * In a notebook with a kernel, sliders move the step, the stride, the padding and the dilation; elsewhere the steps of the layer as it is. A
 * window that does not fit is shown with the library's own sentence. The layer and the image are copied: later changes do not show.
 */
public final class ConvolutionStepper extends Composite {
    private static final int BAKED = 49;
    private static final int MOST_SVG = 250_000;
    private static final int PACE = 700;

    private final String name;
    private final Tensor x;
    private final Tensor weight;
    private final float[] bias;
    private final int groups;
    private final Window original;
    private final IntSlider step = new IntSlider("step", 1, 1, 1);
    private final Play play = new Play(1, 1).interval(PACE);
    private final IntSlider stride, padding, dilation, filter, channel;
    private final Checkbox exact = new Checkbox("must fit exactly", false);
    private final Image picture = new Image();
    private Layer after;
    private ConvolutionScene scene;                             // guarded by this, like the rest that changes
    private Levels baked;
    private boolean changing;
    private int widest;
    private int highest;

    /** Steps of a {@link Conv2d} or {@link Conv1d}; another layer or an image that it cannot take is an {@link IllegalArgumentException}. */
    public ConvolutionStepper(Layer layer, Tensor image) {
        boolean series = layer instanceof Conv1d;
        if (!series && !(layer instanceof Conv2d))
            throw new IllegalArgumentException("ConvolutionStepper: a Conv2d or a Conv1d is expected, got " + layer);
        name = layer.toString();
        original = series ? ((Conv1d) layer).window() : ((Conv2d) layer).window();
        groups = series ? ((Conv1d) layer).groups() : ((Conv2d) layer).groups();
        Tensor weights = layer.parameters().get("weight"), biases = layer.parameters().get("bias");
        weight = Tensor.of(weights.toArray(), weights.shape().sizes());
        bias = biases == null ? null : biases.toArray();
        x = batch(image, series ? 1 : 2);
        if (x.shape().size(1) != weight.shape().size(1) * groups) layer.apply(x.to(weights.backend()), Pass.inference());   // it says why
        WindowAxis axis = original.axes().get(0);
        stride = new IntSlider("stride", 1, Math.max(4, axis.stride()), axis.stride());
        padding = new IntSlider("padding", 0, Math.max(3, axis.padding()), axis.padding());
        dilation = new IntSlider("dilation", 1, Math.max(3, axis.dilation()), axis.dilation());
        filter = new IntSlider("filter", 0, weight.shape().size(0) - 1, 0);
        channel = new IntSlider("channel", 0, weight.shape().size(1) - 1, 0);
        exact.value(original.fit() == Window.Fit.EXACT);
        rebuild();
        listen();
        arrange();
    }

    /** Shows what the k-th filter does, from 0; one that is not there is an {@link IllegalArgumentException}. */
    public ConvolutionStepper filter(int k) {
        if (k < 0 || k > filter.max())
            throw new IllegalArgumentException("ConvolutionStepper: there is no filter " + k + " among " + (filter.max() + 1));
        filter.value(k);
        return this;
    }

    /** Shows what a layer makes of each output value, such as a {@code Relu}. One that changes the size is an {@link IllegalArgumentException}. */
    public synchronized ConvolutionStepper then(Layer next) {
        Layer before = after;
        after = next;
        widest = highest = 0;                                   // it is another picture from here on
        try {
            rebuild();
        } catch (RuntimeException e) {
            after = before;
            rebuild();
            throw e;
        }
        return this;
    }

    /** Goes to a step, from 1; one that is not there is an {@link IllegalArgumentException}. */
    public ConvolutionStepper step(int step) {
        figure(step);
        this.step.value(step);
        return this;
    }

    /** The number of steps: of output values of one filter; 0 where the window does not fit. */
    public synchronized int steps() {
        return scene.steps();
    }

    /** The picture of a step, from 1; one that is not there is an {@link IllegalArgumentException}. */
    public synchronized Figure figure(int step) {
        if (step < 1 || step > Math.max(1, scene.steps()))
            throw new IllegalArgumentException("ConvolutionStepper: there is no step " + step + " among " + scene.steps());
        return scene.series ? SeriesDrawing.of(scene, step - 1, channel.value()) : ConvolutionDrawing.of(scene, step - 1, channel.value());
    }

    @Override public synchronized Levels levels() {
        if (baked == null) baked = bake();
        return baked;
    }

    /** The present step in words. */
    @Override public String toString() {
        return figure(step.value()).text();
    }

    private Levels bake() {
        int n = scene.steps(), kept = Math.min(n, BAKED);
        if (n < 2) return Levels.of(figure(1));
        List<Integer> steps = new ArrayList<>(IntStream.range(0, kept).map(i -> 1 + (int) ((long) i * (n - 1) / (kept - 1))).boxed().toList());
        if (!steps.contains(step.value())) steps.add(step.value());
        steps.sort(null);
        return Frames.over("step", steps, this::figure).title(scene.layer).startAt(steps.indexOf(step.value())).levels().withText(toString());
    }

    private void listen() {
        step.onChange(s -> redraw());
        channel.onChange(c -> redraw());
        filter.onChange(f -> rebuild());
        for (IntSlider slider : List.of(stride, padding, dilation)) slider.onChange(v -> rebuild());
        exact.onChange(e -> rebuild());
    }

    private void arrange() {
        Widgets.jslink(play, step);
        List<Widget> more = new ArrayList<>(List.of(stride, padding, dilation));
        if (filter.max() > 0) more.add(filter);
        if (channel.max() > 2) more.add(channel);
        for (Widget slider : more) slider.layout().width("200px");
        for (IntSlider slider : List.of(stride, padding, dilation, filter, channel, step)) slider.style().descriptionWidth("initial");
        step.layout().width("420px").margin("2px 2px 2px 16px");
        exact.indent(false).layout().width("150px");
        more.add(exact);
        HBox second = new HBox(more.toArray(new Widget[0]));
        second.layout().set("flex_flow", "row wrap");
        compose(new HBox(play, step), second, picture);
    }

    /** The geometry, the filter or what follows has changed. */
    private synchronized void rebuild() {
        Window window = geometry();
        int k = filter.value(), each = weight.shape().size(1), group = k / Math.max(1, weight.shape().size(0) / groups);
        scene = Tape.withoutGradients(() -> ConvolutionScene.of(new ConvolutionScene.Parts(
            name.replace(original.toString(), window.toString()) + (filter.max() > 0 ? ", filter " + k : ""),
            x.slice(1, group * each, (group + 1) * each), weight.slice(0, k, k + 1), bias == null ? null : bias[k], after), window));
        int last = Math.max(1, scene.steps());
        changing = true;
        step.max(last);
        play.max(last);
        changing = false;
        redraw();
    }

    private Window geometry() {
        Window w = original;
        WindowAxis first = original.axes().get(0);
        if (stride.value() != first.stride()) w = w.stride(stride.value());
        if (padding.value() != first.padding()) w = w.padding(padding.value());
        if (dilation.value() != first.dilation()) w = w.dilation(dilation.value());
        Window.Fit fit = exact.value() ? Window.Fit.EXACT : original.fit() == Window.Fit.EXACT ? Window.Fit.FLOOR : original.fit();
        return new Window(w.axes(), fit, w.mode());
    }

    private synchronized void redraw() {
        baked = null;
        if (changing) return;
        Figure now = figure(Math.min(step.value(), Math.max(1, scene.steps())));
        widest = Math.max(widest, now.width());                // the page below must not jump up and down
        highest = Math.max(highest, now.height());
        Figure figure = Figure.of(widest, highest, now.text(), now::paint);
        String svg = figure.svg();
        if (svg.length() > MOST_SVG) picture.picture(figure);
        else picture.file(svg.getBytes(StandardCharsets.UTF_8), "svg+xml", figure.width(), figure.height());
    }

    private static Tensor batch(Tensor image, int directions) {
        int[] shape = image.shape().sizes();
        int missing = directions + 2 - shape.length;
        if (missing < 0 || missing > 2 || shape.length == directions + 2 && shape[0] != 1)
            throw new IllegalArgumentException("ConvolutionStepper: one image is expected, "
                + (directions == 1 ? "[L], [C, L] or [1, C, L]" : "[H, W], [C, H, W] or [1, C, H, W]") + ", got " + image.shape());
        int[] full = IntStream.concat(IntStream.generate(() -> 1).limit(missing), IntStream.of(shape)).toArray();
        return Tensor.of(image.toArray(), full);
    }
}
