package org.convbook.lab;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.convbook.chart.Figure;
import org.convbook.chart.Numbers;
import org.convbook.chart.Palette;
import org.convbook.chart.Pen;
import org.convbook.chart.PictureGrid;
import org.convbook.chart.Pictures;
import org.convbook.lab.Activations.Output;

/**
 * One layer's output drawn: the image, the chosen map large with its largest value marked, what the numbers say, and all maps in pages.
 *
 * @param image    the picture that went in
 * @param caption  what stands under it
 * @param output   of the layer
 * @param channel  the chosen map or unit
 * @param window   which window of the image a unit sees, or null
 * @param classes  names of the units if these are the classes, else empty
 */
record ActivationPanel(BufferedImage image, String caption, Output output, int channel, SeenWindow window, List<String> classes) {
    private static final int WIDTH = 780;
    private static final int PAGE = 64;
    private static final int EDGE = 12;
    private static final int TOP = 48;
    private static final int SIDE = 220;
    private static final Font SMALL = Palette.font(11);

    Figure figure() {
        Figure above = Figure.of(WIDTH, TOP + SIDE + 28, output.title(), g -> {
            Pen pen = new Pen(g);
            pen.left(Pen.fit(output.title(), Palette.bold(13), WIDTH - 2.0 * EDGE), EDGE, 22, Palette.bold(13), Palette.INK);
            pen.left(Pen.fit(caption, SMALL, SIDE), EDGE, 40, SMALL, Palette.SOFT_INK);
            double scale = (double) SIDE / Math.max(image.getWidth(), image.getHeight());
            pen.picture(image, EDGE, TOP, scale).frame(EDGE, TOP, image.getWidth() * scale, image.getHeight() * scale, Palette.LINE);
            if (output.isMaps()) {
                chosen(pen, EDGE + SIDE + 24.0);
                if (window != null) {
                    g.setStroke(new BasicStroke(2));
                    int x = window.from(1, peak() % output.width()), y = window.from(0, peak() / output.width());
                    int right = window.to(1, peak() % output.width(), image.getWidth()),
                        bottom = window.to(0, peak() / output.width(), image.getHeight());
                    pen.mark(EDGE + x * scale + 1.5, TOP + y * scale + 1.5, (right - x + 1) * scale - 3, (bottom - y + 1) * scale - 3);
                }
            } else units(pen, EDGE + SIDE + 24.0);
            List<String> facts = facts();
            for (int i = 0; i < facts.size(); i++) {
                String fact = facts.get(i);
                boolean head = fact.startsWith("#");
                pen.left(head ? fact.substring(1) : fact, EDGE + 2 * SIDE + 52.0, TOP + 12 + i * 17.0, head ? Palette.bold(11) : SMALL,
                    head ? Palette.INK : Palette.SOFT_INK);
            }
        });
        Figure all = Figure.column(0, above, maps());
        return Figure.of(all.width(), all.height(), text(), all::paint);
    }

    String text() {
        return output.title() + "\n  "
            + String.join("\n  ", facts().stream().map(f -> f.startsWith("#") ? f.substring(1) : "  " + f).filter(f -> !f.isBlank()).toList());
    }

    private void chosen(Pen pen, double left) {
        float[] map = output.map(channel);
        int h = output.height(), w = output.width();
        pen.left("map " + channel, left, 40, SMALL, Palette.SOFT_INK);
        double cell = (double) SIDE / Math.max(h, w);
        BufferedImage picture = output.picture(channel);
        if (cell >= 20) NumberedCells.of(map, h, w, i -> new java.awt.Color(picture.getRGB(i % w, i / w))).paint(pen, left, TOP, cell);
        else pen.picture(picture, left, TOP, cell).frame(left, TOP, w * cell, h * cell, Palette.LINE);
        pen.mark(left + peak() % w * cell + 1.5, TOP + peak() / w * cell + 1.5, Math.max(4, cell - 3), Math.max(4, cell - 3));
        bar(pen, left, TOP + h * cell + 8);
    }

    /** The colours of the layer's values. */
    private void bar(Pen pen, double x, double y) {
        double[] range = output.range();
        boolean signed = range[0] < 0;
        double most = signed ? Math.max(-range[0], range[1]) : range[1];
        int steps = 55;
        for (int i = 0; i < steps; i++) {
            double share = (i + 0.5) / steps;
            pen.box(x + 50 + i * 2, y, 2.5, 8, signed ? Palette.diverging(2 * share - 1) : Palette.grey(share));
        }
        pen.frame(x + 50, y, 2 * steps, 8, Palette.LINE);
        pen.right(signed ? Numbers.format(-most).replace('-', '−') : "0", x + 46, y + 8, Palette.font(9), Palette.SOFT_INK);
        pen.left(Numbers.format(most), x + 54 + 2 * steps, y + 8, Palette.font(9), Palette.SOFT_INK);
    }

    /** The strongest units of a vector, as bars. */
    private void units(Pen pen, double left) {
        int shown = Math.min(10, output.values().length);
        List<Integer> best = IntStream.range(0, output.values().length).boxed()
            .sorted(Comparator.comparingDouble(i -> -output.values()[i])).limit(shown).toList();
        double most = Math.max(1e-9, Arrays.stream(output.range()).map(Math::abs).max().orElse(1));
        pen.left(classes.isEmpty() ? "the strongest units" : "the strongest classes", left, 40, SMALL, Palette.SOFT_INK);
        for (int k = 0; k < shown; k++) {
            int unit = best.get(k);
            double y = TOP + k * 22.0, value = output.values()[unit], length = Math.abs(value) / most * 96;
            pen.right(Pen.fit(name(unit), SMALL, 76), left + 78, y + 14, SMALL, unit == channel ? Palette.MARK : Palette.INK);
            pen.box(left + 84, y + 3, length, 14, unit == channel ? Palette.MARK : value < 0 ? Palette.series(5) : Palette.series(0));
            pen.left(Numbers.format(value).replace('-', '−'), left + 88 + length, y + 14, Palette.font(10), Palette.SOFT_INK);
        }
    }

    private Figure maps() {
        int from = output.isMaps() ? channel / PAGE * PAGE : 0, all = output.channels(), shown = output.isMaps() ? Math.min(PAGE, all - from) : all;
        String which = shown == all ? "all " + all + " maps"
            : "page " + (from / PAGE + 1) + " of " + ((all + PAGE - 1) / PAGE) + ": maps " + from + " to " + (from + shown - 1) + " of " + all;
        PictureGrid grid = output.grid("", from, shown, WIDTH).subtitle(output.isMaps() ? which : "all " + all
            + " units in rows of " + output.stripWidth());
        return (output.isMaps() ? grid.mark(channel - from) : grid).figure();
    }

    private List<String> facts() {
        List<String> facts = new ArrayList<>();
        float[] own = output.isMaps() ? output.map(channel) : new float[] {output.values()[channel]};
        if (output.isMaps()) {
            facts.add("#map " + channel + " of " + output.channels());
            facts.addAll(range(own));
            facts.add("");
        } else {
            facts.add("#unit " + name(channel));
            facts.add("value " + Numbers.format(own[0]).replace('-', '−'));
            facts.add("");
        }
        facts.add("#the whole layer");
        facts.addAll(range(output.values()));
        if (output.isMaps()) {
            long silent = IntStream.range(0, output.channels()).filter(c -> zeros(output.map(c)) == 1).count();
            if (silent > 0) facts.add(silent + (silent == 1 ? " map is all zero" : " maps are all zero"));
            facts.add("");
            facts.addAll(strongest(own));
        }
        return facts;
    }

    private List<String> strongest(float[] own) {
        int row = peak() / output.width(), column = peak() % output.width();
        List<String> facts = new ArrayList<>(List.of("#the largest value of map " + channel,
            Numbers.format(own[peak()]).replace('-', '−') + " in row " + row + ", column " + column));
        if (window == null) return facts;
        facts.add("sees rows " + window.from(0, row) + " to " + window.to(0, row, image.getHeight()) + ",");
        facts.add("columns " + window.from(1, column) + " to " + window.to(1, column, image.getWidth()) + " of the image");
        return facts;
    }

    private static List<String> range(float[] values) {
        double[] r = FilterPictures.range(values);
        double mean = IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElse(0);
        String[] written = Numbers.formatAll(r[0], r[1]);
        return List.of((written[0] + " to " + written[1] + ", mean ").replace('-', '−') + String.format(Locale.ROOT, "%.3g", mean).replace('-', '−'),
            Numbers.percent(zeros(values)) + " of the values are 0");
    }

    static double zeros(float[] values) {
        return IntStream.range(0, values.length).filter(i -> values[i] == 0).count() / (double) values.length;
    }

    /** Where the chosen map is largest. */
    private int peak() {
        float[] map = output.map(channel);
        int best = 0;
        for (int i = 1; i < map.length; i++) if (map[i] > map[best]) best = i;
        return best;
    }

    private String name(int unit) {
        return unit < classes.size() ? classes.get(unit) : Integer.toString(unit);
    }

    /** The image as pixels: grey for one channel, colour for three, else its first channel. */
    static BufferedImage pixels(Output input) {
        double[] range = input.range();
        int h = input.height(), w = input.width();
        if (input.channels() == 3) return Pictures.colour(input.values(), h, w, Math.min(0, range[0]), Math.max(1, range[1]));
        return Pictures.grey(input.map(0), h, w, Math.min(0, range[0]), range[1] > 0 ? range[1] : 1);
    }
}
