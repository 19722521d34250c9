package org.convbook.lab;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

import org.convbook.chart.Curve;
import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.cnn.train.History;
import org.convbook.cnn.train.Progress;
import org.convbook.cnn.train.TrainingListener;
import org.convbook.render.Display;
import org.convbook.render.Levels;
import org.convbook.render.LiveDisplay;
import org.convbook.widget.Checkbox;
import org.convbook.widget.Movable;
import org.convbook.widget.SelectionSlider;
import org.convbook.widget.VBox;
import org.convbook.widget.Widgets;

/**
 * Loss and accuracy of trainings: live while one runs, and of histories, several in one chart.
 * <pre>{@code
 * trainer.listener(new LossCurve());                                  // live, under the running cell
 * show(LossCurve.of("Adam", adam).add("SGD", sgd).logarithmic());     // two trainings in comparison
 * trainer.listener(new LossCurve("smaller rate").add("before", history));
 * }</pre>
 * The thick line is a running mean of the loss of every step, the pale one behind it the steps themselves. The ring marks the epoch with
 * the lowest validation loss. Logarithmic, it shows the error, one minus the accuracy, beside the loss. A live picture has its size and its
 * horizontal axis from the start, so that nothing jumps; what stays has two sliders that move without a kernel.
 */
public final class LossCurve implements Movable, Drawn, TrainingListener {
    private static final List<Double> SMOOTHINGS = List.of(0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.998);
    private static final int MOST_RUNS = 8;
    private static final int ACCURACIES_AN_EPOCH = 40;
    private static final int ACCURACIES = 200;                         // or so in the whole training, but one an epoch at least
    private static final int MOST_ACCURACIES = 500;

    private final List<String> names = new ArrayList<>();              // this and what follows is guarded by this
    private final List<History> histories = new ArrayList<>();
    private final List<double[]> accuracies = new ArrayList<>();       // place in epochs, share
    private final List<LossChart.Flag> flags = new ArrayList<>();
    private final String own;
    private LiveDisplay live;
    private Progress last;
    private long counted;
    private double right;
    private double smoothing = -1;
    private boolean log;
    private boolean finished;

    /** A curve that shows itself under the running cell. */
    public LossCurve() {
        this("this run");
    }

    /** The same; its run has a name beside others. */
    public LossCurve(String name) {
        own = name;
    }

    /** A finished training. */
    public static LossCurve of(History history) {
        return of("this run", history);
    }

    /** A finished training by its name; others may be added. */
    public static LossCurve of(String name, History history) {
        return new LossCurve("").add(name, history);
    }

    /** Adds a training to compare with; a second one of the same name, or a ninth, is an {@link IllegalArgumentException}. */
    public synchronized LossCurve add(String name, History history) {
        if (names.contains(name) || name.equals(own))
            throw new IllegalArgumentException("LossCurve: two trainings are called \"" + name + "\"; give another name");
        if (names.size() + (own.isEmpty() ? 0 : 1) == MOST_RUNS)
            throw new IllegalArgumentException("LossCurve: " + MOST_RUNS + " trainings can be told apart in one chart, \""
                + name + "\" is one too many");
        names.add(name);
        histories.add(history);
        return this;
    }

    /** Makes the vertical axes logarithmic. */
    public synchronized LossCurve logarithmic() {
        log = true;
        return this;
    }

    /**
     * How much of the past the running mean keeps at each step: 0 for none, 0.9 for about ten steps; in [0, 1). Unless said it follows the
     * length of the training.
     */
    public synchronized LossCurve smoothing(double smoothing) {
        if (!(smoothing >= 0 && smoothing < 1)) throw new IllegalArgumentException("LossCurve: smoothing must be in [0, 1), got " + smoothing);
        this.smoothing = smoothing;
        return this;
    }

    // ---------------------------------------------------------------- while a training runs

    @Override public void started(Progress progress) {
        live = Display.live();
        begin();
        changed(progress);
    }

    @Override public void step(Progress progress) {
        changed(progress);
    }

    /** It reads numbers alone. */
    @Override public boolean watchesSteps() {
        return false;
    }

    @Override public void epoch(Progress progress) {
        changed(progress);
    }

    @Override public void finished(Progress progress) {
        if (live == null) return;                                      // something failed before this was told of the start
        sawEnd(progress);
        live.update(this::view);
        live.close();
        live = null;
    }

    private void changed(Progress progress) {
        saw(progress);
        live.update(this::view);
    }

    /** Forgets the training before. */
    synchronized void begin() {
        accuracies.clear();
        flags.clear();
        counted = 0;
        finished = false;
        last = null;
    }

    /** Takes the progress without showing it. */
    synchronized void saw(Progress progress) {
        last = progress;
        if (progress.batch() < counted) counted = 0;
        long each = Math.max(1, Math.min(progress.batches(), Math.max(progress.batches() / ACCURACIES_AN_EPOCH, progress.steps() / ACCURACIES)));
        if (progress.batch() - counted < each || Double.isNaN(progress.accuracy())) return;
        if (counted == 0) right = 0;
        double rightNow = progress.accuracy() * progress.batch(), share = (rightNow - right) / (progress.batch() - counted);
        double place = progress.epoch() - 1 + (counted + progress.batch()) / 2.0 / progress.batches();
        accuracies.add(new double[] {place, Math.max(0, Math.min(1, share))});
        counted = progress.batch();
        right = rightNow;
    }

    /** Takes the end of a training without showing it. */
    synchronized void sawEnd(Progress progress) {
        saw(progress);
        finished = true;
    }

    /** What has happened to the training. */
    synchronized void flags(List<LossChart.Flag> all) {
        flags.clear();
        flags.addAll(all);
    }

    /** Drawn without the lock: the training, which takes it at each step, must not wait for a drawing. */
    private Levels view() {
        TrainingStatus now = status();
        Levels drawn = now.finished() ? levels() : Levels.passing(figure());
        String html = now.html(LossChart.WIDTH) + drawn.html();
        return new Levels(html, drawn.svg(), drawn.png(), drawn.width(), drawn.height(), drawn.text());
    }

    // ---------------------------------------------------------------- pictures

    /** The last state; before the training has started an empty plot. */
    @Override public Figure figure() {
        return figure(look());
    }

    /** The picture with sliders for the scale and the smoothing, which move without a kernel. */
    @Override public Levels levels() {
        LossChart.Look now = look();
        List<Double> smoothings = new ArrayList<>(SMOOTHINGS);
        if (!smoothings.contains(now.smoothing())) smoothings.add(now.smoothing());
        Collections.sort(smoothings);
        return Frames.over("scale", List.of("linear", "logarithmic"), "smoothing", smoothings, 
                (scale, s) -> figure(new LossChart.Look(scale.startsWith("log"), s)))
            .title("Loss").startAt(now.log() ? 1 : 0, smoothings.indexOf(now.smoothing())).levels().withText(toString());
    }

    /** The picture under two controls. */
    @Override public VBox widget() {
        return Widgets.interact(scale(), smoothing(), (l, s) -> figure(new LossChart.Look(l, s)));
    }

    /** A control for the scale that stands as the curve is. */
    Checkbox scale() {
        return new Checkbox("logarithmic", look().log());
    }

    /** A control for the smoothing that stands as the curve is. */
    SelectionSlider<Double> smoothing() {
        SelectionSlider<Double> control = new SelectionSlider<>("smoothing", SMOOTHINGS);
        return control.value(SMOOTHINGS.stream().filter(s -> s <= look().smoothing()).reduce((a, b) -> b).orElse(0.0));
    }

    /** Takes the settings of its controls. */
    synchronized void look(boolean logarithmic, double smooth) {
        log = logarithmic;
        smoothing = smooth;
    }

    /** Progress in one line, and a line for each epoch; of several trainings a line for each. */
    @Override public synchronized String toString() {
        String others = names.isEmpty() ? "" : chart().text();
        if (last == null) return names.isEmpty() ? "Training has not started" : "Loss" + others;
        return new TrainingStatus(last, finished).line() + last.history().epochs().stream().map(TrainingStatus::line).collect(Collectors.joining())
            + others;
    }

    private Figure figure(LossChart.Look look) {
        return chart().figure(look, toString());
    }

    private synchronized TrainingStatus status() {
        return new TrainingStatus(last, finished);
    }

    private synchronized LossChart.Look look() {
        long steps = last != null ? last.steps() : histories.stream().mapToLong(h -> h.losses().length).max().orElse(0);
        return new LossChart.Look(log, smoothing >= 0 ? smoothing : LossChart.smoothingFor(steps));
    }

    /** The samples; of very many, means over equally many neighbours. */
    private Curve accuracy() {
        int each = 1 + accuracies.size() / MOST_ACCURACIES, n = accuracies.size() / each;
        double[] x = new double[n], y = new double[n];
        for (int i = 0; i < n * each; i++) {
            x[i / each] += accuracies.get(i)[0] / each;
            y[i / each] += accuracies.get(i)[1] / each;
        }
        return new Curve("train", x, y);
    }

    private synchronized LossChart chart() {
        List<LossRun> runs = new ArrayList<>();
        if (last != null) runs.add(LossRun.of(own, last.history(), accuracy()));
        for (int i = 0; i < names.size(); i++) runs.add(LossRun.of(names.get(i), histories.get(i)));
        double end = runs.stream().mapToDouble(r -> Math.ceil(r.end() - 1e-9)).max().orElse(1);
        boolean planned = last != null && !(finished && last.history().stopped());   // what was stopped is drawn as far as it came
        return new LossChart(List.copyOf(runs), List.copyOf(flags), Math.max(planned ? last.epochs() : 0, end));
    }
}
