package org.convbook.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.chart.Numbers;
import org.convbook.cnn.train.History;
import org.convbook.cnn.train.Progress;
import org.convbook.cnn.train.Trainer;
import org.convbook.cnn.train.TrainingListener;
import org.convbook.data.Dataset;
import org.convbook.render.Display;
import org.convbook.render.Html;
import org.convbook.render.Levels;
import org.convbook.render.LiveDisplay;
import org.convbook.render.Showable;
import org.convbook.widget.Widgets;

/**
 * Runs a training in full view: progress, time left, speed, memory and curves, a stop button, and sliders that change learning rate,
 * momentum, weight decay and, from the next epoch on, batch size while it runs.
 * <pre>{@code
 * var history = new TrainingPanel(trainer).fit(train);
 * }</pre>
 * Pictures can be watched meanwhile: {@code panel.watch(() -> FilterBank.of(net, "0"))} draws the filters anew every second or so, and takes
 * no more than a fortieth of the time. A stop, by the button or the notebook's own, keeps network, curve and pictures. Where there are no
 * widgets the same panel shows all that, and nothing can be moved.
 */
public final class TrainingPanel implements TrainingListener, Showable {
    private final Trainer trainer;
    private final LossCurve curve = new LossCurve();
    private final List<Supplier<?>> watched = new ArrayList<>();
    private TrainingControls controls;
    private WatchedPictures pictures;
    private LiveDisplay live;                                          // null while nothing runs
    private volatile TrainingStatus status;
    private volatile String ending;

    /** A panel for this trainer. */
    public TrainingPanel(Trainer trainer) {
        this.trainer = trainer;
    }

    /** Draws this picture, a {@link Drawn} or {@link Figure}, anew while the training goes on. It is asked for on the thread that trains. */
    public TrainingPanel watch(Supplier<?> picture) {
        watched.add(picture);
        return this;
    }

    /** The loss curve, to which earlier trainings can be added. */
    public LossCurve curve() {
        return curve;
    }

    /** The controls of the training that runs, or ran last. */
    TrainingControls controls() {
        return controls;
    }

    /** Trains as {@link Trainer#fit(Dataset)} does. */
    public History fit(Dataset images) {
        return shown(() -> trainer.fit(images));
    }

    /** Trains as {@link Trainer#fit(Dataset, Dataset)} does. */
    public History fit(Dataset train, Dataset validation) {
        return shown(() -> trainer.fit(train, validation));
    }

    private History shown(Supplier<History> training) {
        trainer.listener(this);
        try {
            return training.get();
        } finally {
            trainer.removeListener(this);
        }
    }

    // ---------------------------------------------------------------- while it runs

    @Override public void started(Progress progress) {
        ending = null;
        curve.begin();
        curve.saw(progress);
        controls = new TrainingControls(trainer, curve);
        if (Widgets.connected()) Display.show(controls.widgets());
        live = Display.live();
        pictures = new WatchedPictures(watched);
        changed(progress, false);
        pictures.draw();
    }

    @Override public void step(Progress progress) {
        controls.follow(progress);
        curve.saw(progress);
        changed(progress, false);
        pictures.drawIfDue();
    }

    @Override public void epoch(Progress progress) {
        curve.saw(progress);
        changed(progress, false);
        pictures.drawIfDue();
    }

    @Override public void finished(Progress progress) {
        if (live == null) return;                                      // something failed before this was told of the start
        curve.sawEnd(progress);
        changed(progress, true);
        controls.end(progress.history().stopped());
        live.close();
        pictures.close();
        live = null;
    }

    private void changed(Progress progress, boolean finished) {
        curve.flags(controls.changes().stream().map(c -> new LossChart.Flag(c.place(), shortly(c))).toList());
        if (finished) ending = details(progress);
        status = new TrainingStatus(progress, finished);
        live.update(this::view);
    }

    private String details(Progress at) {
        return "batch " + at.batch() + " of " + at.batches() + " · " + controls.values() + " · batch size " + trainer.batchSize()
            + " · " + ProcessMemory.text() + " · on " + trainer.optimizer().parameters().values().iterator().next().backend().name()
            + controls.changes().stream().map(c -> "\n" + c).collect(Collectors.joining());
    }

    private static String shortly(TrainingControls.Change c) {
        return c.name().replace("learning ", "").replace("weight ", "").replace(" size", "") + " " + Numbers.format(c.after());
    }

    private Levels view() {
        return levels(status.finished());
    }

    private Levels levels(boolean lasting) {
        Levels drawn = lasting ? curve.levels() : Levels.passing(curve.figure());
        String notes = notes().lines().map(Html::note).collect(Collectors.joining());
        return new Levels(status.html(LossChart.WIDTH) + notes + drawn.html(), drawn.svg(), drawn.png(), drawn.width(), drawn.height(), toString());
    }

    private String notes() {
        String end = ending;
        return end == null ? details(status.at()) : end;
    }

    /** The last state: progress, settings, changes and curves. */
    @Override public Levels levels() {
        return status == null ? Levels.of(toString()) : levels(true);
    }

    /** Progress, settings and epochs in words. */
    @Override public String toString() {
        return status == null ? "Training has not started" : curve + "\n" + notes().indent(2).stripTrailing();
    }
}
