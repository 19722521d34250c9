package org.convbook.lab;

import java.util.Locale;

import org.convbook.chart.Numbers;
import org.convbook.cnn.train.History;
import org.convbook.cnn.train.Progress;

/** How far a training is, in a line of text and as a bar. */
record TrainingStatus(Progress at, boolean finished) {
    /** The bar with the line under it, {@code width} CSS pixels wide and always as high. */
    String html(int width) {
        double percent = at.steps() == 0 ? 100 : Math.min(100, 100.0 * at.step() / at.steps());
        String colour = finished ? at.history().stopped() ? "#e69f00" : "#009e73" : "#0072b2";
        return String.format(Locale.ROOT,
            "<div style=\"width:%dpx;max-width:100%%\"><div style=\"height:8px;background-color:#d5dae0;border-radius:4px\">"
            + "<div style=\"height:8px;width:%.1f%%;background-color:%s;border-radius:4px\"></div></div>"
            + "<div style=\"height:22px;line-height:22px;overflow:hidden;white-space:nowrap;font-size:13px\">%s</div></div>",
            width, percent, colour, line());
    }

    /** Where, how long still or how long it took, how fast, how well. */
    String line() {
        String speed = at.imagesPerSecond() > 0 ? " · " + Numbers.grouped(rounded(at.imagesPerSecond()), " ") + " images/s" : "";
        String loss = at.step() == 0 ? "" : String.format(Locale.ROOT, " · loss %.4f · accuracy %.2f %%", at.loss(), 100 * at.accuracy());
        String where = "epoch " + at.epoch() + " of " + at.epochs() + " · step " + Numbers.grouped(at.step(), " ") + " of "
            + Numbers.grouped(at.steps(), " ");
        if (!finished) return where + (at.step() == 0 ? "" : " · " + time(at.secondsLeft()) + " left") + speed + loss;
        double seconds = at.history().epochs().stream().mapToDouble(History.Epoch::seconds).sum();
        return (at.history().stopped() ? "stopped in " : "done: ") + where + (seconds > 0 ? " · " + time(seconds) : "") + speed + loss;
    }

    /** A line for an epoch that has ended. */
    static String line(History.Epoch e) {
        String validation = Double.isNaN(e.validationLoss()) ? ""
            : String.format(Locale.ROOT, ", validation loss %.4f, accuracy %.2f %%", e.validationLoss(), 100 * e.validationAccuracy());
        return String.format(Locale.ROOT, "\n  epoch %d: loss %.4f, accuracy %.2f %%%s", e.epoch(), e.loss(), 100 * e.accuracy(), validation);
    }

    /** Seconds up to two minutes, then minutes and seconds, then hours and minutes. */
    static String time(double seconds) {
        if (!Double.isFinite(seconds)) return "unknown time";
        if (seconds < 9.95) return String.format(Locale.ROOT, "%.1f s", seconds);
        long s = Math.round(seconds);
        if (s < 120) return s + " s";
        return s < 7200 ? String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60)
            : String.format(Locale.ROOT, "%d h %02d min", s / 3600, s / 60 % 60);
    }

    private static long rounded(double rate) {
        return rate < 1000 ? Math.round(rate) : Math.round(rate / 10) * 10;
    }
}
