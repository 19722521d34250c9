package org.convbook.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

import org.convbook.chart.Curve;
import org.convbook.chart.CurvePlot;
import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.chart.Numbers;
import org.convbook.cnn.train.History;
import org.convbook.cnn.train.Progress;
import org.convbook.cnn.train.TrainingListener;
import org.convbook.render.Display;
import org.convbook.render.Levels;
import org.convbook.render.LiveDisplay;

/**
 * The live picture of a training: progress, time left, images per second, loss and accuracy of training and validation, redrawn in place
 * while the training runs. Its size and its horizontal axis are fixed from the start, so that nothing jumps; what stays is a static figure.
 * Use it once a training: {@code trainer.listener(new LossCurve())}.
 */
public final class LossCurve implements TrainingListener, Drawn {
    private static final int WIDTH = 380;
    private static final int HEIGHT = 250;
    private static final int POINTS = 400;
    private static final int ACCURACIES_AN_EPOCH = 40;

    private final LiveDisplay live;
    private final List<double[]> accuracies = new ArrayList<>();       // place in epochs, share; guarded by this, like the rest
    private Progress last;
    private double top = 0.5;
    private long counted;
    private double right;
    private boolean finished;

    /** A curve that shows itself under the running cell. */
    public LossCurve() {
        this(Display.live());
    }

    LossCurve(LiveDisplay live) {
        this.live = live;
    }

    @Override public void started(Progress progress) {
        changed(progress);
    }

    @Override public void step(Progress progress) {
        changed(progress);
    }

    @Override public void epoch(Progress progress) {
        changed(progress);
    }

    @Override public void finished(Progress progress) {
        synchronized (this) {
            finished = true;
        }
        changed(progress);
        live.close();
    }

    /** The last state; before the training has started an empty plot. */
    @Override public synchronized Figure figure() {
        Figure both = Figure.row(0, lossPlot().figure(), accuracyPlot().figure());
        return Figure.of(both.width(), both.height(), toString(), both::paint);
    }

    /** Progress in one line, and a line for each epoch. */
    @Override public synchronized String toString() {
        if (last == null) return "Training has not started";
        return status() + last.history().epochs().stream().map(LossCurve::line).collect(Collectors.joining());
    }

    private void changed(Progress progress) {
        synchronized (this) {
            last = progress;
            sampleAccuracy(progress);
        }
        live.update(this::view);
    }

    /** A share over the images since the last sample, from the running share of the epoch. */
    private void sampleAccuracy(Progress p) {
        long inEpoch = stepInEpoch(p), perEpoch = stepsPerEpoch(p);
        if (inEpoch < counted) counted = 0;
        if (inEpoch - counted < Math.max(1, perEpoch / ACCURACIES_AN_EPOCH) || Double.isNaN(p.accuracy())) return;
        if (counted == 0) right = 0;
        double rightNow = p.accuracy() * inEpoch, share = (rightNow - right) / (inEpoch - counted);
        accuracies.add(new double[] {epochOf(p) - 1 + (counted + inEpoch) / 2.0 / perEpoch, Math.max(0, Math.min(1, share))});
        counted = inEpoch;
        right = rightNow;
    }

    private synchronized Levels view() {
        Figure figure = figure();
        Levels drawn = finished ? Levels.of(figure) : Levels.passing(figure);
        return new Levels(bar() + drawn.html(), drawn.svg(), drawn.png(), drawn.width(), drawn.height(), toString());
    }

    private String bar() {
        double percent = last.steps() == 0 ? 100 : Math.min(100, 100.0 * last.step() / last.steps());
        String colour = finished ? last.history().stopped() ? "#e69f00" : "#009e73" : "#0072b2";
        return String.format(Locale.ROOT, "<div style=\"width:%dpx;max-width:100%%\"><div style=\"height:8px;background-color:#d5dae0;border-radius:4px\">"
            + "<div style=\"height:8px;width:%.1f%%;background-color:%s;border-radius:4px\"></div></div>"
            + "<div style=\"height:22px;line-height:22px;overflow:hidden;white-space:nowrap;font-size:13px\">%s</div></div>",
            2 * WIDTH, percent, colour, status());
    }

    private String status() {
        Progress p = last;
        String speed = p.imagesPerSecond() > 0 ? " · " + Numbers.grouped(rounded(p.imagesPerSecond()), " ") + " images/s" : "";
        String loss = p.step() == 0 ? "" : String.format(Locale.ROOT, " · loss %.4f · accuracy %.2f %%", p.loss(), 100 * p.accuracy());
        String where = "epoch " + epochOf(p) + " of " + p.epochs() + " · step " + Numbers.grouped(p.step(), " ") + " of " + Numbers.grouped(p.steps(), " ");
        if (!finished) return where + (p.step() == 0 ? "" : " · " + time(p.secondsLeft()) + " left") + speed + loss;
        double seconds = p.history().epochs().stream().mapToDouble(History.Epoch::seconds).sum();
        return (p.history().stopped() ? "stopped in " : "done: ") + where + (seconds > 0 ? " · " + time(seconds) : "") + speed + loss;
    }

    private static String line(History.Epoch e) {
        String validation = Double.isNaN(e.validationLoss()) ? ""
            : String.format(Locale.ROOT, ", validation loss %.4f, accuracy %.2f %%", e.validationLoss(), 100 * e.validationAccuracy());
        return String.format(Locale.ROOT, "\n  epoch %d: loss %.4f, accuracy %.2f %%%s", e.epoch(), e.loss(), 100 * e.accuracy(), validation);
    }

    private CurvePlot lossPlot() {
        CurvePlot plot = new CurvePlot("Loss", "epoch").size(WIDTH, HEIGHT).x(0, last == null ? 1 : last.epochs());
        if (last == null) return plot;
        double[] losses = last.history().losses();
        Curve single = thinned("steps", losses, stepsPerEpoch(last));
        Curve smooth = new Curve("train", single.x(), averaged(single.y()));
        List<History.Epoch> epochs = last.history().epochs();
        Curve validation = epochCurve(epochs, epochs.stream().mapToDouble(History.Epoch::validationLoss).toArray());
        double largest = DoubleStream.concat(DoubleStream.of(smooth.y()), DoubleStream.of(validation.y())).filter(Double::isFinite).max().orElse(0);
        while (top < largest * 1.02) top = next(top);
        plot.y(0, top).addFaint(single, 0).add(smooth, 0);
        return validation.y().length == 0 ? plot : plot.add(validation, 1);
    }

    private CurvePlot accuracyPlot() {
        CurvePlot plot = new CurvePlot("Accuracy", "epoch").size(WIDTH, HEIGHT).x(0, last == null ? 1 : last.epochs()).y(0, 1);
        if (last == null) return plot;
        plot.add(new Curve("train", accuracies.stream().mapToDouble(a -> a[0]).toArray(), accuracies.stream().mapToDouble(a -> a[1]).toArray()), 0);
        List<History.Epoch> epochs = last.history().epochs();
        Curve validation = epochCurve(epochs, epochs.stream().mapToDouble(History.Epoch::validationAccuracy).toArray());
        return validation.y().length == 0 ? plot : plot.add(validation, 1);
    }

    private static Curve epochCurve(List<History.Epoch> epochs, double[] values) {
        boolean any = DoubleStream.of(values).anyMatch(Double::isFinite);
        if (!any) return new Curve("validation", new double[0], new double[0]);
        return new Curve("validation", epochs.stream().mapToDouble(History.Epoch::epoch).toArray(), values);
    }

    /** At most {@value #POINTS} points, each the mean of equally many steps, placed in epochs. */
    static Curve thinned(String name, double[] losses, double perEpoch) {
        int each = Math.max(1, (losses.length + POINTS - 1) / POINTS), n = (losses.length + each - 1) / each;
        double[] x = new double[n], y = new double[n];
        for (int i = 0; i < n; i++) {
            int from = i * each, to = Math.min(losses.length, from + each);
            for (int s = from; s < to; s++) y[i] += losses[s] / (to - from);
            x[i] = (from + to + 1) / 2.0 / perEpoch;
        }
        return new Curve(name, x, y);
    }

    /** The running mean with a weight of a tenth for each new value, free of the pull towards a starting value. */
    static double[] averaged(double[] values) {
        double[] result = new double[values.length];
        double mean = 0, weight = 0;
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                mean = 0.9 * mean + 0.1 * values[i];
                weight = 0.9 * weight + 0.1;
            }
            result[i] = Double.isFinite(values[i]) ? mean / weight : values[i];
        }
        return result;
    }

    /** Seconds up to two minutes, then minutes and seconds, then hours and minutes. */
    static String time(double seconds) {
        if (!Double.isFinite(seconds)) return "unknown time";
        if (seconds < 9.95) return String.format(Locale.ROOT, "%.1f s", seconds);
        long s = Math.round(seconds);
        if (s < 120) return s + " s";
        return s < 7200 ? String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60) : String.format(Locale.ROOT, "%d h %02d min", s / 3600, s / 60 % 60);
    }

    /** The axis grows in steps of 1, 2.5 and 5 times powers of ten, and never shrinks. */
    private static double next(double top) {
        double power = Math.pow(10, Math.floor(Math.log10(top) + 1e-9)), lead = top / power;
        return lead < 2.4 ? 2.5 * power : lead < 4.9 ? 5 * power : 10 * power;
    }

    private static long stepsPerEpoch(Progress p) {
        return Math.max(1, p.steps() / Math.max(1, p.epochs()));
    }

    private static long stepInEpoch(Progress p) {
        return p.step() - (epochOf(p) - 1) * stepsPerEpoch(p);
    }

    /** The epoch that the last step belongs to, from 1. */
    private static long epochOf(Progress p) {
        return Math.max(1, Math.min(p.epochs(), (p.step() + stepsPerEpoch(p) - 1) / stepsPerEpoch(p)));
    }

    private static long rounded(double rate) {
        return rate < 1000 ? Math.round(rate) : Math.round(rate / 10) * 10;
    }
}
