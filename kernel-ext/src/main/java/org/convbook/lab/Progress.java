package org.convbook.lab;

import java.util.Locale;

import org.convbook.chart.Numbers;

/** How far a training is, how fast it goes and how long it will take. Times in nanoseconds. */
final class Progress {
    private static final long WINDOW = 2_000_000_000L;

    private final long total;
    private final long start;
    private long done;
    private long images;
    private long now;
    private long windowStart;
    private long windowImages;
    private double speed;

    Progress(long totalSteps, long now) {
        this.total = Math.max(1, totalSteps);
        this.start = now;
        this.now = now;
        this.windowStart = now;
    }

    void step(int newImages, long time) {
        done++;
        images += newImages;
        now = time;
        if (now - windowStart < WINDOW && speed > 0) return;
        if (now > windowStart) speed = (images - windowImages) * 1e9 / (now - windowStart);
        if (now - windowStart < WINDOW) return;
        windowStart = now;
        windowImages = images;
    }

    long done() {
        return done;
    }

    double share() {
        return Math.min(1, (double) done / total);
    }

    /** "12 s gone, 30 s left, 14 500 images/s". */
    String text(boolean finished) {
        double gone = (now - start) / 1e9;
        double rate = finished && gone > 0 ? images / gone : speed;
        String speedText = rate > 0 ? ", " + Numbers.grouped(rounded(rate), " ") + " images/s" : "";
        if (finished) return time(gone) + speedText;
        String left = done == 0 ? "" : ", " + time(gone / done * (total - done)) + " left";
        return time(gone) + " gone" + left + speedText;
    }

    /** Seconds up to two minutes, then minutes and seconds, then hours and minutes. */
    static String time(double seconds) {
        if (seconds < 9.95) return String.format(Locale.ROOT, "%.1f s", seconds);
        long s = Math.round(seconds);
        if (s < 120) return s + " s";
        return s < 7200 ? String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60) : String.format(Locale.ROOT, "%d h %02d min", s / 3600, s / 60 % 60);
    }

    private static long rounded(double rate) {
        return rate < 1000 ? Math.round(rate) : Math.round(rate / 10) * 10;
    }
}
