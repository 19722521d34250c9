package org.convbook.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;

import org.convbook.chart.Numbers;
import org.convbook.cnn.optim.Optimizer;
import org.convbook.cnn.train.Progress;
import org.convbook.cnn.train.Trainer;
import org.convbook.widget.Accent;
import org.convbook.widget.Button;
import org.convbook.widget.Checkbox;
import org.convbook.widget.Control;
import org.convbook.widget.FloatLogSlider;
import org.convbook.widget.FloatSlider;
import org.convbook.widget.HBox;
import org.convbook.widget.SelectionSlider;
import org.convbook.widget.VBox;
import org.convbook.widget.ValueWidget;
import org.convbook.widget.Widget;
import org.convbook.widget.Widgets;

/**
 * The stop button and the sliders of a training panel. What the user wants is noted on whatever thread it comes in, and done by the thread
 * that trains, between two steps.
 */
final class TrainingControls {
    /** A setting that was changed: from which step on, where that is in epochs, from and to which value. */
    record Change(long step, double place, String name, double before, double after) {
        @Override public String toString() {
            String from = name.equals(BATCH) ? "from the epoch after step " + step : "from step " + (step + 1);
            return from + " on " + name + " " + Numbers.format(after) + " instead of " + Numbers.format(before);
        }
    }

    private static final String BATCH = "batch size";
    private static final List<Integer> BATCH_SIZES = List.of(8, 16, 32, 64, 128, 256, 512);
    private static final List<Double> DECAYS = List.of(0.0, 1e-6, 1e-5, 1e-4, 5e-4, 1e-3, 1e-2, 1e-1);
    private static final double SAME = 1e-9;                           // the page rounds what it sends back
    private static final int ONE_MOVE = 100;                          // changes within a hundredth of the training are one move of the hand

    private final Trainer trainer;
    private final Queue<Runnable> wanted = new ConcurrentLinkedQueue<>();
    private volatile List<Change> changes = List.of();
    private final List<ValueWidget<?, ?>> settings = new ArrayList<>();
    private final Button stop = new Button("Stop").icon("stop").accent(Accent.DANGER);
    private final VBox all;
    private final Widget[] lasting;
    private Progress at;                                              // belongs to the thread that trains

    TrainingControls(Trainer trainer, LossCurve curve) {
        this.trainer = trainer;
        stop.tooltip("ends the training after this batch and keeps everything");
        stop.onClick(this::stop);
        Optimizer o = trainer.optimizer();
        double rate = o.learningRate();
        // on a step: the page moves what lies between two
        FloatLogSlider rates = new FloatLogSlider("learning rate", rate / 1000, rate * 1000, rate);
        follow(rates, "learning rate", o::learningRate, o::learningRate);
        FloatSlider momentum = new FloatSlider("momentum", 0, 0.999, o.momentum()).step(0.001).readoutFormat(".3f");
        follow(momentum, "momentum", o::momentum, o::momentum);
        SelectionSlider<Double> decay = choice("weight decay", DECAYS, o.weightDecay());
        follow(decay, "weight decay", o::weightDecay, o::weightDecay);
        SelectionSlider<Integer> batch = choice(BATCH, BATCH_SIZES, trainer.batchSize());
        follow(batch, BATCH, trainer::batchSize, n -> trainer.batchSize((int) n));
        batch.tooltip("from the next epoch on");
        for (Control<?> c : List.of(rates, momentum, decay, batch)) c.style().descriptionWidth("95px");
        lasting = new Widget[] {new HBox(rates, momentum, stop), new HBox(decay, batch)};
        all = new VBox(lasting[0], lasting[1], look(curve));
    }

    /** The scale and the smoothing of the live picture; what stays has its own sliders. */
    private static HBox look(LossCurve curve) {
        Checkbox scale = curve.scale();
        SelectionSlider<Double> smooth = curve.smoothing();
        scale.onChange(log -> curve.look(log, smooth.value()));
        smooth.onChange(s -> curve.look(scale.value(), s));
        smooth.style().descriptionWidth("95px");
        return new HBox(smooth, scale);
    }

    private static <T extends Comparable<T>> SelectionSlider<T> choice(String name, List<T> options, T now) {
        TreeSet<T> sorted = new TreeSet<>(options);
        sorted.add(now);
        return new SelectionSlider<T>(name, List.copyOf(sorted)).value(now);
    }

    private void follow(ValueWidget<? extends Number, ?> control, String name, DoubleSupplier now, DoubleConsumer set) {
        settings.add(control);
        control.onChange(value -> wanted.add(() -> change(name, now.getAsDouble(), value.doubleValue(), set)));
    }

    private void change(String name, double before, double after, DoubleConsumer set) {
        if (Math.abs(before - after) <= SAME * Math.abs(before)) return;
        set.accept(after);
        double[] places = at.history().places();
        double place = places.length == 0 ? 0 : places[places.length - 1];
        List<Change> all = new ArrayList<>(changes);
        Change last = all.stream().filter(c -> c.name.equals(name)).reduce((a, b) -> b).orElse(null);
        if (last != null && at.step() - last.step <= Math.max(5, at.steps() / ONE_MOVE))
            all.set(all.indexOf(last), new Change(last.step, last.place, name, last.before, after));
        else all.add(new Change(at.step(), place, name, before, after));
        changes = List.copyOf(all);
    }

    private void stop() {
        trainer.stop();
        stop.description("stopping …").disabled(true);
    }

    VBox widgets() {
        return all;
    }

    /** Does what the user wants by now. */
    void follow(Progress progress) {
        at = progress;
        Widgets.poll();
        for (Runnable next = wanted.poll(); next != null; next = wanted.poll()) next.run();
    }

    /** What was changed, in order. */
    List<Change> changes() {
        return changes;
    }

    /** The settings as they are, in words. */
    String values() {
        Optimizer o = trainer.optimizer();
        String factor = o.factor() == 1 ? "" : " × " + Numbers.format(o.factor());
        return "learning rate " + Numbers.format(o.learningRate()) + factor + " · momentum " + Numbers.format(o.momentum())
            + " · weight decay " + Numbers.format(o.weightDecay());
    }

    /** The training is over: nothing can be changed any more. */
    void end(boolean stopped) {
        stop.description(stopped ? "stopped" : "done").disabled(true);
        settings.forEach(s -> s.disabled(true));
        all.children(lasting);
    }
}
