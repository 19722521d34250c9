package org.convbook.lab;

import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.stream.IntStream;

import org.convbook.chart.Figure;
import org.convbook.chart.Numbers;
import org.convbook.chart.Palette;
import org.convbook.chart.Pen;
import org.convbook.chart.PictureGrid;
import org.convbook.chart.Pictures;

/**
 * How the filters of one convolution are drawn: all of them beside the chosen one with its numbers.
 *
 * @param name    what the picture is called
 * @param shape   [out, in, kH, kW]
 * @param weights in row order
 * @param bias    one a filter, or null
 */
record FilterPictures(String name, int[] shape, float[] weights, float[] bias) {
    private static final int MOST_UNITS = 64;
    private static final int MOST_CHANNELS = 32;
    private static final int LEAST = 330;
    private static final int LARGEST_CELL = 88;
    private static final int LARGE = 220;
    private static final int EDGE = 12;
    private static final int TOP = 48;
    private static final Font SMALL = Palette.font(11);
    private static final String[] COLOURS = {"red", "green", "blue"};

    /** What is chosen: a filter, one of its input channels, how colours are spread, and whether every channel is shown. */
    record Choice(int unit, int channel, boolean own, boolean everyChannel) {}

    /** All filters, and the chosen one; {@code common} is the range of the colours where the filters share one. */
    Figure figure(Choice choice, double common) {
        Figure all = images() || !choice.everyChannel ? grid(choice, common) : matrix(choice, common);
        return Figure.row(16, all, large(choice, choice.own ? largest(filter(choice.unit, 0, channels())) : common));
    }

    boolean images() {
        return channels() == 1 || channels() == 3;
    }

    int units() {
        return shape[0];
    }

    int channels() {
        return shape[1];
    }

    double largest() {
        return largest(weights);
    }

    private Figure grid(Choice choice, double common) {
        int from = choice.unit / MOST_UNITS * MOST_UNITS, shown = Math.min(units() - from, MOST_UNITS);
        boolean plane = !images();
        int columns = shown <= 4 ? Math.min(2, shown) : shown <= 9 ? 3 : (int) Math.ceil(Math.sqrt(shown));
        PictureGrid grid = new PictureGrid(name + (plane ? ", input channel " + choice.channel : "")).atLeast(LEAST)
            .cellSize(Math.min(LARGEST_CELL, (LEAST - 24) / columns - 4)).columns(columns).mark(choice.unit - from);
        grid.subtitle(scale(choice, common) + page(", filter", from, shown, units()));
        for (int u = from; u < from + shown; u++) {
            float[] w = plane ? filter(u, choice.channel, 1) : filter(u, 0, channels());
            grid.add(picture(w, choice.own ? largest(w) : common), Integer.toString(u));
        }
        return grid.figure();
    }

    /** One column a filter, one row an input channel, as a single picture with a gap of a pixel. */
    private Figure matrix(Choice choice, double common) {
        int firstUnit = choice.unit / MOST_UNITS * MOST_UNITS, firstChannel = choice.channel / MOST_CHANNELS * MOST_CHANNELS;
        int columns = Math.min(units() - firstUnit, MOST_UNITS), rows = Math.min(channels() - firstChannel, MOST_CHANNELS);
        int h = drawnHeight(), w = shape[3];
        BufferedImage mosaic = new BufferedImage(columns * (w + 1) - 1, rows * (h + 1) - 1, BufferedImage.TYPE_INT_ARGB);
        for (int u = 0; u < columns; u++) {
            double range = choice.own ? largest(filter(firstUnit + u, 0, channels())) : common;
            for (int c = 0; c < rows; c++)
                mosaic.getRaster().setRect(u * (w + 1), c * (h + 1), argb(picture(filter(firstUnit + u, firstChannel + c, 1), range)).getRaster());
        }
        double factor = Math.max(1, Math.floor(Math.min(520.0 / mosaic.getWidth(), Math.min(620.0 / mosaic.getHeight(), 30.0 / w))));
        String under = "column: filter" + page(" ", firstUnit, columns, units()) + "; row: input channel" + page(" ", firstChannel, rows, channels());
        int width = (int) Math.ceil(Math.max(EDGE + 22 + mosaic.getWidth() * factor, EDGE + Pen.widthOf(under, SMALL)) + EDGE);
        int height = (int) Math.ceil(TOP + 28 + mosaic.getHeight() * factor + EDGE);
        return Figure.of(width, height, name, g -> {
            Pen pen = new Pen(g);
            heading(pen, name, scale(choice, common));
            pen.left(under, EDGE, 54, SMALL, Palette.SOFT_INK);
            double left = EDGE + 22, top = TOP + 28, across = (w + 1) * factor, down = (h + 1) * factor;
            pen.picture(mosaic, left, top, factor);
            Font font = Palette.font(8);
            int each = across < 16 ? (int) Math.ceil(18 / across) : 1, every = down < 9 ? (int) Math.ceil(11 / down) : 1;
            for (int u = 0; u < columns; u += each)
                pen.centre("" + (firstUnit + u), left + u * across + w * factor / 2, top - 5, font, Palette.SOFT_INK);
            for (int c = 0; c < rows; c += every)
                pen.right("" + (firstChannel + c), left - 5, top + c * down + h * factor / 2 + 3, font, Palette.SOFT_INK);
            pen.mark(left + (choice.unit - firstUnit) * across, top + (choice.channel - firstChannel) * down, w * factor, h * factor);
        });
    }

    private Figure large(Choice choice, double range) {
        float[] plane = filter(choice.unit, choice.channel, 1);
        double cell = Math.max(3, Math.min(44, Math.floor((double) LARGE / shape[3])));
        boolean colour = channels() == 3;
        double side = cell * shape[3], left = EDGE + (colour ? 112 : 0);
        String title = "Filter " + choice.unit
            + (channels() == 1 ? "" : ", " + (colour ? COLOURS[choice.channel] : "input channel " + choice.channel));
        String facts = facts(choice.unit, plane);
        int width = (int) (EDGE + Math.max(left + side, Math.max(320, EDGE + Pen.widthOf(facts, SMALL)))),
            height = (int) (TOP + cell * shape[2] + 44);
        return Figure.of(width, height, title + ": " + facts, g -> {
            Pen pen = new Pen(g);
            heading(pen, title, facts);
            if (colour) pen.picture(picture(filter(choice.unit, 0, 3), range), EDGE, TOP, 100.0 / Math.max(shape[2], shape[3]));
            NumberedCells cells = NumberedCells.of(plane, shape[2], shape[3], i -> Palette.diverging(range > 0 ? plane[i] / range : 0));
            cells.paint(pen, left, TOP, cell);
            bar(pen, left, TOP + cell * shape[2] + 12, side, range);
        });
    }

    private String facts(int unit, float[] plane) {
        double[] range = range(plane);
        double sum = IntStream.range(0, plane.length).mapToDouble(i -> plane[i]).sum();
        String[] written = Numbers.formatAll(range[0], range[1]);
        String facts = written[0] + " to " + written[1] + ", sum " + Numbers.format(sum)
            + (bias == null ? "" : ", bias " + Numbers.format(bias[unit]));
        return facts.replace('-', '−');
    }

    private static void bar(Pen pen, double x, double y, double width, double range) {
        int steps = 60;
        for (int i = 0; i < steps; i++) pen.box(x + i * width / steps, y, width / steps + 0.5, 8, Palette.diverging(2 * (i + 0.5) / steps - 1));
        String end = Numbers.format(range);
        Font font = Palette.font(9);
        pen.left("−" + end, x, y + 19, font, Palette.SOFT_INK).centre("0", x + width / 2, y + 19, font, Palette.SOFT_INK)
            .right(end, x + width, y + 19, font, Palette.SOFT_INK);
    }

    private static void heading(Pen pen, String title, String under) {
        pen.left(title, EDGE, 22, Palette.bold(13), Palette.INK).left(under, EDGE, 38, SMALL, Palette.SOFT_INK);
    }

    private String scale(Choice choice, double common) {
        return choice.own ? "each filter in its own range" : "all in the common range ±" + Numbers.format(common);
    }

    private static String page(String what, int from, int shown, int all) {
        return shown == all ? "" : what + (what.isBlank() ? "" : "s ") + from + " to " + (from + shown - 1) + " of " + all;
    }

    private BufferedImage picture(float[] w, double range) {
        if (w.length == 3 * shape[2] * shape[3]) return Pictures.colour(w, shape[2], shape[3], -range, range);
        if (shape[2] == drawnHeight()) return Pictures.signed(w, shape[2], shape[3], range);
        float[] thick = new float[drawnHeight() * w.length];
        for (int i = 0; i < thick.length; i++) thick[i] = w[i % w.length];
        return Pictures.signed(thick, drawnHeight(), w.length, range);
    }

    /** A filter over a series is a line of pixels; it is drawn thick enough to be seen. */
    private int drawnHeight() {
        return shape[2] == 1 ? Math.max(1, shape[3] / 2) : shape[2];
    }

    private float[] filter(int unit, int channel, int count) {
        int plane = shape[2] * shape[3], from = (unit * channels() + channel) * plane;
        return Arrays.copyOfRange(weights, from, from + count * plane);
    }

    private static BufferedImage argb(BufferedImage image) {
        BufferedImage copy = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
        copy.getGraphics().drawImage(image, 0, 0, null);
        return copy;
    }

    static double[] range(float[] values) {
        double min = Double.POSITIVE_INFINITY, max = Double.NEGATIVE_INFINITY;
        for (float v : values) {
            min = Math.min(min, v);
            max = Math.max(max, v);
        }
        return new double[] {min, max};
    }

    static double largest(float[] values) {
        double max = 0;
        for (float v : values) max = Math.max(max, Math.abs(v));
        return max;
    }
}
