package org.convbook.lab;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.convbook.chart.Figure;
import org.convbook.cnn.classic.ComputationGraph;
import org.convbook.cnn.classic.GraphStep;
import org.convbook.cnn.classic.Scalar;
import org.convbook.render.Levels;
import org.convbook.widget.Composite;
import org.convbook.widget.FloatSlider;
import org.convbook.widget.HBox;
import org.convbook.widget.Image;
import org.convbook.widget.IntSlider;
import org.convbook.widget.Play;
import org.convbook.widget.Widget;
import org.convbook.widget.Widgets;

/**
 * Walks through a computation graph: forward, where each operation computes its value, then backward, where each hands its gradient to its
 * operands. Values stand above the wires, gradients below.
 * <pre>
 * new GraphStepper(x.add(y).named("q").mul(z).named("f"))
 * </pre>
 * In a notebook with a kernel, sliders move the step and up to six inputs; elsewhere the steps with the inputs as they are. A graph of more than
 * {@value #MOST} numbers is an {@link IllegalArgumentException}.
 */
public final class GraphStepper extends Composite {
    private static final int MOST = 60;
    private static final int INPUTS = 6;
    private static final int PACE = 1200;

    private final Scalar output;
    private final List<Scalar> inputs;
    private final List<FloatSlider> sliders = new ArrayList<>();
    private final IntSlider step;
    private final Image picture = new Image();
    private String title;
    private ComputationGraph graph;                             // guarded by this, like the rest that changes
    private List<GraphStep> steps;
    private GraphDrawing drawing;
    private Levels baked;

    /** The graph of an output; its title is its name. */
    public GraphStepper(Scalar output) {
        this.output = output;
        graph = ComputationGraph.of(output);
        if (graph.nodes().size() > MOST)
            throw new IllegalArgumentException("GraphStepper: at most " + MOST + " numbers can be drawn, got " + graph.nodes().size());
        title = "Computation graph of " + graph.name(output);
        inputs = graph.nodes().stream().filter(Scalar::isInput).toList();
        change();
        step = new IntSlider("step", 0, steps.size() - 1, 0);
        step.onChange(s -> redraw());
        if (inputs.size() <= INPUTS) inputs.forEach(this::slider);
        arrange();
        redraw();
    }

    /** Sets what stands above the graph, such as its formula. */
    public synchronized GraphStepper title(String title) {
        this.title = title;
        change();
        redraw();
        return this;
    }

    /** Goes to a step, from 0; one that is not there is an {@link IllegalArgumentException}. */
    public GraphStepper step(int step) {
        figure(step);
        this.step.value(step);
        return this;
    }

    /** The number of steps: the start, each operation forward, the output's gradient, each operation backward. */
    public synchronized int steps() {
        return steps.size();
    }

    /** The picture of a step, from 0; one that is not there is an {@link IllegalArgumentException}. */
    public synchronized Figure figure(int step) {
        if (step < 0 || step >= steps.size())
            throw new IllegalArgumentException("GraphStepper: there is no step " + step + " among " + steps.size());
        return drawing.figure(steps.get(step));
    }

    @Override public synchronized Levels levels() {
        if (baked == null)
            baked = Frames.over("step", 0, steps.size() - 1, this::figure).title(title).startAt(step.value()).levels().withText(toString());
        return baked;
    }

    /** All values and gradients, and the present step in words. */
    @Override public synchronized String toString() {
        StringBuilder s = new StringBuilder(figure(step.value()).text());
        for (Scalar input : inputs)
            s.append("\n  ").append(graph.name(input)).append(" = ").append(Cells.number(graph.value(input))).append(", gradient ")
                .append(Cells.number(graph.gradient(input)));
        return s.toString();
    }

    private void slider(Scalar input) {
        double reach = Math.max(5, 2 * Math.ceil(Math.abs(input.value())));
        FloatSlider slider = new FloatSlider(input.name(), -reach, reach, input.value()).step(0.1);
        slider.layout().width("240px");
        slider.style().descriptionWidth("initial");
        slider.onChange(v -> {
            change();
            redraw();
        });
        sliders.add(slider);
    }

    private void arrange() {
        Play play = new Play(0, steps.size() - 1).interval(PACE);
        Widgets.jslink(play, step);
        step.layout().width("420px").margin("2px 2px 2px 16px");
        step.style().descriptionWidth("initial");
        HBox more = new HBox(sliders.toArray(new Widget[0]));
        more.layout().set("flex_flow", "row wrap");
        if (sliders.isEmpty()) compose(new HBox(play, step), picture);
        else compose(new HBox(play, step), more, picture);
    }

    /** The inputs or the title have changed. */
    private synchronized void change() {
        graph = ComputationGraph.of(output);
        for (int i = 0; i < sliders.size(); i++) graph = graph.with(inputs.get(i), sliders.get(i).value());
        steps = GraphStep.of(graph);
        drawing = new GraphDrawing(graph, title);
    }

    private synchronized void redraw() {
        baked = null;
        Figure figure = figure(step.value());
        picture.file(figure.svg().getBytes(StandardCharsets.UTF_8), "svg+xml", figure.width(), figure.height());
    }
}
