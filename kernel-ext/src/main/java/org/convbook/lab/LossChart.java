package org.convbook.lab;

import java.awt.Font;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import org.convbook.chart.Curve;
import org.convbook.chart.CurvePlot;
import org.convbook.chart.Figure;
import org.convbook.chart.Numbers;
import org.convbook.chart.Palette;
import org.convbook.chart.Pen;
import org.convbook.cnn.train.History;

/**
 * The picture of one or several trainings: loss and accuracy over the epochs, or on logarithmic axes loss and error. A pure function of its
 * runs and settings; the axes of a run that grows never shrink.
 *
 * @param runs  what to draw; the first eight have colours of their own
 * @param flags what happened on the way: a text for a place in epochs
 * @param end   where the horizontal axis ends, in epochs
 */
record LossChart(List<LossRun> runs, List<Flag> flags, double end) {
    static final int WIDTH = 760;
    private static final int HEIGHT = 250;
    private static final int ROW = 18;
    private static final int POINTS = 400;
    private static final int MOST_FAINT = 3;                     // behind more runs single steps are fog
    private static final Font SMALL = Palette.font(11);

    /** Something that happened to the training. */
    record Flag(double place, String text) {}

    /** How to draw: logarithmic axes or not, and how much of the past the running mean keeps, in [0, 1). */
    record Look(boolean log, double smoothing) {}

    /** A smoothing that suits so many steps: a running mean over about a fiftieth of them, over ten at least and five hundred at most. */
    static double smoothingFor(long steps) {
        return steps <= 500 ? 0.9 : steps <= 1000 ? 0.95 : steps <= 2500 ? 0.98 : steps <= 10_000 ? 0.99 : 0.998;
    }

    Figure figure(Look look, String text) {
        Figure both = Figure.row(0, losses(look).figure(), (look.log ? errors() : accuracies()).figure());
        int columns = columns(), rows = alone() ? 0 : (runs.size() + columns - 1) / columns;
        return Figure.of(both.width(), HEIGHT + rows * ROW + (rows == 0 ? 0 : 6), text, g -> {
            both.paint(g);
            if (rows > 0) legend(new Pen(g), columns);
        });
    }

    private boolean alone() {
        return runs.size() < 2;
    }

    private int points() {
        return Math.max(100, POINTS / Math.max(1, runs.size()));
    }

    private CurvePlot plot(String title) {
        boolean held = runs.stream().anyMatch(r -> r.validation(true).y().length > 0);
        CurvePlot plot = new CurvePlot(title, alone() || !held ? "epoch" : "epoch   (dashed: validation)").size(WIDTH / 2, HEIGHT)
            .x(0, end > 0 ? end : 1);
        return alone() ? plot : plot.noLegend();
    }

    private CurvePlot losses(Look look) {
        List<Curve> smooth = runs.stream().map(r -> r.smooth(look.smoothing, points())).toList();
        List<Curve> validation = runs.stream().map(r -> r.validation(true)).toList();
        CurvePlot plot = plot(look.log ? "Loss, logarithmic" : "Loss");
        double[] range = range(look.log, Stream.of(smooth, validation).flatMap(Collection::stream).toList());
        plot.y(range[0], range[1]);
        if (look.log) plot.logarithmic();
        for (int i = 0; i < runs.size(); i++) {
            if (look.smoothing > 0 && runs.size() <= MOST_FAINT) plot.addFaint(runs.get(i).raw(2 * points()), i);
            plot.add(look.smoothing > 0 ? smooth.get(i) : named(runs.get(i).raw(2 * points()), "train"), i);
            best(with(plot, validation.get(i), i), i, validation.get(i));
            bad(plot, runs.get(i));
        }
        flags.forEach(f -> plot.flag(f.place, f.text));
        return plot;
    }

    private CurvePlot accuracies() {
        CurvePlot plot = plot("Accuracy").y(0, 1);
        for (int i = 0; i < runs.size(); i++) {
            Curve validation = runs.get(i).validation(false);
            best(with(plot.add(runs.get(i).accuracy(), i), validation, i), i, validation);
        }
        return plot;
    }

    /** One minus the accuracy. No error at all has no place on the axis and stands at its foot. */
    private CurvePlot errors() {
        List<Curve> all = runs.stream().flatMap(r -> Stream.of(r.accuracy(), r.validation(false))).map(LossChart::error).toList();
        double[] range = range(true, all);
        double foot = Math.max(range[0], 1e-6);
        CurvePlot plot = plot("Error, logarithmic").y(foot, Math.max(1, range[1])).logarithmic();
        for (int i = 0; i < runs.size(); i++) {
            Curve validation = lifted(all.get(2 * i + 1), foot);
            best(with(plot.add(lifted(all.get(2 * i), foot), i), validation, i), i, validation);
        }
        return plot;
    }

    private CurvePlot with(CurvePlot plot, Curve validation, int run) {
        if (validation.y().length == 0) return plot;
        return alone() ? plot.add(validation, 1) : plot.addDashed(named(validation, "validation"), run);
    }

    private void best(CurvePlot plot, int run, Curve validation) {
        int best = runs.get(run).best();
        if (best < 0 || validation.y().length == 0 || !Double.isFinite(validation.y()[best])) return;
        String text = alone() ? "best: epoch " + runs.get(run).epochs().get(best).epoch() : "";
        plot.ring(validation.x()[best], validation.y()[best], text, alone() ? 1 : run);
    }

    private void bad(CurvePlot plot, LossRun run) {
        int bad = run.firstBad();
        if (bad >= 0) plot.flag(run.places()[bad], Numbers.format(run.losses()[bad]) + " in step " + (bad + 1));
    }

    /** Two keys in a row where every name has room. */
    private int columns() {
        return runs.stream().allMatch(r -> Pen.widthOf(r.name(), SMALL) <= room(figures(r), 2)) ? 2 : 1;
    }

    private static double room(String figures, int columns) {
        return WIDTH / (double) columns - 78 - Pen.widthOf(figures, SMALL);
    }

    /** A key for each run: its colour, name and last figures. */
    private void legend(Pen pen, int columns) {
        for (int i = 0; i < runs.size(); i++) {
            double x = 54 + i % columns * (WIDTH / 2.0 - 20), y = HEIGHT + 12 + i / columns * ROW;
            pen.box(x, y - 5, 16, 3, Palette.series(i));
            String figures = figures(runs.get(i));
            String name = Pen.fit(runs.get(i).name(), SMALL, room(figures, columns));
            pen.left(name, x + 22, y, SMALL, Palette.INK);
            pen.left(figures, x + 30 + Pen.widthOf(name, SMALL), y, SMALL, Palette.SOFT_INK);
        }
    }

    /** What a run came to, in a few words. */
    static String figures(LossRun run) {
        if (run.epochs().isEmpty()) return run.losses().length == 0 ? "no step" : "loss " + Numbers.format(run.losses()[run.losses().length - 1]);
        History.Epoch e = run.epochs().get(run.epochs().size() - 1);
        String held = Double.isNaN(e.validationAccuracy()) ? "" : String.format(Locale.ROOT, " · validation %.2f %%", 100 * e.validationAccuracy());
        return "loss " + Numbers.format(e.loss()) + held;
    }

    /** The runs in words. */
    String text() {
        return runs.stream().map(r -> "\n  " + r.name() + ": " + figures(r) + place(r)).collect(Collectors.joining());
    }

    private static String place(LossRun r) {
        int best = r.best();
        return best < 0 ? "" : " · best epoch " + r.epochs().get(best).epoch() + " of " + r.epochs().size();
    }

    private static Curve named(Curve curve, String name) {
        return new Curve(name, curve.x(), curve.y());
    }

    private static Curve error(Curve accuracy) {
        return new Curve(accuracy.name(), accuracy.x(), DoubleStream.of(accuracy.y()).map(a -> 1 - a).toArray());
    }

    private static Curve lifted(Curve error, double foot) {
        return new Curve(error.name(), error.x(), DoubleStream.of(error.y()).map(e -> e < foot ? foot : e).toArray());
    }

    /** An axis for the curves: from zero up, or on a logarithmic one from below the least to above the largest; its ends are round numbers. */
    private static double[] range(boolean log, List<Curve> curves) {
        double[] values = curves.stream().flatMapToDouble(c -> DoubleStream.of(c.y())).filter(v -> Double.isFinite(v) && (!log || v > 0)).toArray();
        double most = DoubleStream.of(values).max().orElse(1), least = DoubleStream.of(values).min().orElse(log ? 0.1 : 0);
        if (log) return new double[] {Math.min(1 / above(1 / Math.max(least, 1e-300)), above(most * 1.02) / 10), above(most * 1.02)};
        double low = least < 0 ? -above(-least * 1.02) : 0;
        return new double[] {low, most > 0 ? above(most * 1.02) : low < 0 ? 0 : 1};
    }

    /** The next of 1, 2.5 and 5 times powers of ten that is not below the value. */
    static double above(double wanted) {
        double value = Math.max(1e-300, Math.min(1e300, wanted)), power = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
        return Stream.of(1.0, 2.5, 5.0, 10.0).map(lead -> lead * power).filter(v -> v >= value * (1 - 1e-9)).findFirst().orElse(10 * power);
    }
}
