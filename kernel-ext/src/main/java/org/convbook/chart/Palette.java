package org.convbook.chart;

import java.awt.Color;
import java.awt.Font;

/**
 * Colours and fonts of the house: eight series colours that stay apart for colour-blind readers, and three scales for numbers.
 *
 * @see <a href="https://jfly.uni-koeln.de/color/">Okabe &amp; Ito 2008, colour universal design</a>
 */
public final class Palette {
    /** What text, axes and frames are drawn in. */
    public static final Color INK = new Color(0x26, 0x2B, 0x33);
    /** Secondary text: units, ranges, captions. */
    public static final Color SOFT_INK = new Color(0x5B, 0x64, 0x70);
    /** Grid lines and thin frames. */
    public static final Color LINE = new Color(0xD5, 0xDA, 0xE0);
    /** Frames what is chosen. */
    public static final Color MARK = new Color(0xD5, 0x5E, 0x00);
    /** The page under every figure; figures bring their own, so that they read on dark themes too. */
    public static final Color PAPER = Color.WHITE;

    private static final Color[] SERIES = {
        new Color(0x00, 0x72, 0xB2), new Color(0xD5, 0x5E, 0x00), new Color(0x00, 0x9E, 0x73), new Color(0xCC, 0x79, 0xA7),
        new Color(0xE6, 0x9F, 0x00), new Color(0x56, 0xB4, 0xE9), new Color(0x4D, 0x4D, 0x4D), new Color(0xB8, 0xA9, 0x00)};
    private static final int[][] SEQUENTIAL = {
        {0xF7, 0xFB, 0xFF}, {0xC6, 0xDB, 0xEF}, {0x6B, 0xAE, 0xD6}, {0x21, 0x71, 0xB5}, {0x08, 0x30, 0x6B}};
    // Lightness rises steadily from the most negative to the most positive value, so the scale also reads in grey print.
    private static final int[][] DIVERGING = {
        {0x06, 0x1E, 0x50}, {0x1F, 0x4E, 0xA8}, {0x80, 0x80, 0x80}, {0xE0, 0xA0, 0x30}, {0xFF, 0xF3, 0xC4}};

    private Palette() {}

    /** The colour of the i-th curve or bar; the eight colours repeat. */
    public static Color series(int i) {
        return SERIES[Math.floorMod(i, SERIES.length)];
    }

    /** Pale to dark blue for t in [0, 1]; values outside are clamped, NaN is red. */
    public static Color sequential(double t) {
        return scale(SEQUENTIAL, t);
    }

    /** Dark blue through mid grey (exactly at 0) to pale yellow for t in [-1, 1]; values outside are clamped, NaN is red. */
    public static Color diverging(double t) {
        return scale(DIVERGING, (t + 1) / 2);
    }

    /** Black to white for t in [0, 1]; values outside are clamped, NaN is red. */
    public static Color grey(double t) {
        return scale(new int[][] {{0, 0, 0}, {255, 255, 255}}, t);
    }

    /** Black or white, whichever reads better on the given colour. */
    public static Color inkOn(Color background) {
        double light = 0.299 * background.getRed() + 0.587 * background.getGreen() + 0.114 * background.getBlue();
        return light < 140 ? Color.WHITE : INK;
    }

    /** The house font at the given size in points: DejaVu Sans where it is installed, else the platform's sans-serif. */
    public static Font font(double size) {
        return Fonts.PLAIN.deriveFont((float) size);
    }

    /** The house font in bold. */
    public static Font bold(double size) {
        return Fonts.BOLD.deriveFont((float) size);
    }

    private static Color scale(int[][] stops, double t) {
        if (Double.isNaN(t)) return Color.RED;
        double at = Math.max(0, Math.min(1, t)) * (stops.length - 1);
        int low = Math.min((int) at, stops.length - 2);
        double f = at - low;
        int[] a = stops[low], b = stops[low + 1];
        return new Color(mix(a[0], b[0], f), mix(a[1], b[1], f), mix(a[2], b[2], f));
    }

    private static int mix(int a, int b, double f) {
        return (int) Math.round(a + (b - a) * f);
    }

    /** Loaded on first use: finding fonts takes a moment that a notebook without pictures should not pay. */
    private static final class Fonts {
        static final Font PLAIN = named(Font.PLAIN), BOLD = named(Font.BOLD);

        static Font named(int style) {
            Font wanted = new Font("DejaVu Sans", style, 12);
            return wanted.getFamily().equals("DejaVu Sans") ? wanted : new Font(Font.SANS_SERIF, style, 12);
        }
    }
}
