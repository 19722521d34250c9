package org.convbook.lab;

import static org.convbook.lab.ArchitectureStrokes.AROUND;
import static org.convbook.lab.ArchitectureStrokes.arrow;
import static org.convbook.lab.ArchitectureStrokes.colour;
import static org.convbook.lab.ArchitectureStrokes.curve;
import static org.convbook.lab.ArchitectureStrokes.face;
import static org.convbook.lab.ArchitectureStrokes.join;
import static org.convbook.lab.ArchitectureStrokes.line;
import static org.convbook.lab.ArchitectureStrokes.markColour;
import static org.convbook.lab.ArchitectureStrokes.mix;
import static org.convbook.lab.ArchitectureStrokes.over;
import static org.convbook.lab.ArchitectureStrokes.round;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.convbook.chart.Figure;
import org.convbook.chart.Numbers;
import org.convbook.chart.Palette;
import org.convbook.chart.Pen;
import org.convbook.lab.ArchitecturePart.Box;
import org.convbook.lab.ArchitecturePart.Fork;
import org.convbook.lab.ArchitecturePart.Kind;
import org.convbook.lab.ArchitecturePart.Repeat;

/** Lays the parts of a network out in rows and draws them. */
final class ArchitectureSketch {
    private static final int ROW = 960;
    private static final int EDGE = 14;
    private static final int HEAD = 52;
    private static final int TALLEST = 96;
    private static final int FEW = 10;
    private static final double CHIP_WIDTH = 70;
    private static final double CHIP_HEIGHT = 28;
    private static final double CHIP_GAP = 6;
    private static final Font NAME = Palette.font(9.5);
    private static final Font TINY = Palette.font(8.5);

    private final List<ArchitecturePart> parts;
    private final String title;
    private final boolean few;
    private final double largest;
    private final double labelRoom;
    private final Map<String, double[]> places = new HashMap<>();         // path of a box -> middle, upper edge, centre line of its row

    /** One line of parts. */
    private record Line(List<ArchitecturePart> parts, double width, double above, double below) {}

    ArchitectureSketch(List<ArchitecturePart> parts, String title) {
        this.parts = parts;
        this.title = title;
        List<Box> boxes = boxes(parts);
        few = parts.stream().mapToInt(ArchitecturePart::columns).sum() <= FEW && parts.stream().allMatch(Box.class::isInstance);
        largest = boxes.stream().filter(b -> b.out().length > 1).mapToInt(b -> b.out()[b.out().length - 1]).max().orElse(1);
        labelRoom = few ? 44 : 14 + boxes.stream().mapToDouble(b -> Math.max(Pen.widthOf(first(b), NAME), Pen.widthOf(second(b), TINY))).max().orElse(40);
    }

    Figure figure() {
        List<Line> lines = lines();
        double width = Math.max(Pen.widthOf(title, Palette.bold(13)), Math.max(430, lines.stream().mapToDouble(Line::width).max().orElse(0))) + 2 * EDGE;
        double height = HEAD + lines.stream().mapToDouble(l -> l.above + l.below).sum() + 30;
        return Figure.of((int) Math.ceil(width), (int) Math.ceil(height), title, g -> {
            places.clear();
            Pen pen = new Pen(g);
            pen.left(title, EDGE, 22, Palette.bold(13), Palette.INK);
            pen.left("height: side of the maps (square root), thickness: channels (logarithm)", EDGE, 38, Palette.font(10.5), Palette.SOFT_INK);
            double y = HEAD;
            for (int i = 0; i < lines.size(); i++) {
                Line line = lines.get(i);
                double centre = y + line.above, x = EDGE;
                if (i > 0) arrow(g, x - 10, centre, x, centre, Palette.SOFT_INK);
                for (ArchitecturePart part : line.parts) x = draw(g, part, x, centre);
                arcs(g, line.parts, centre);
                y += line.above + line.below;
            }
            legend(pen, y + 14);
        });
    }

    // ---------------------------------------------------------------- sizes

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        List<ArchitecturePart> now = new ArrayList<>();
        double width = 0;
        for (ArchitecturePart part : parts) {
            if (width + width(part) > ROW && !now.isEmpty()) {
                lines.add(measured(now, width));
                now = new ArrayList<>();
                width = 0;
            }
            now.add(part);
            width += width(part);
        }
        lines.add(measured(now, width));
        return lines;
    }

    private Line measured(List<ArchitecturePart> some, double width) {
        List<Box> joined = boxes(some).stream().filter(b -> b.joined() != null).toList();
        double above = some.stream().mapToDouble(this::above).max().orElse(0) + 8 + (joined.isEmpty() ? 0 : 10 + 15.0 * joined.size());
        return new Line(List.copyOf(some), width, above, some.stream().mapToDouble(this::below).max().orElse(0) + 10);
    }

    private double width(ArchitecturePart part) {
        if (part instanceof Box b) {
            double own = thick(b) + depth(b) + 12;
            return few ? Math.max(own + 10, 12 + Math.max(Pen.widthOf(b.label(), NAME), Math.max(Pen.widthOf(b.shape(), NAME), Pen.widthOf(second(b), TINY)))) : Math.max(own, 30);
        }
        if (part instanceof Repeat r) return width(r.part()) + 16;
        Fork f = (Fork) part;
        if (f.arrowAround()) return 14 + width(f.branches().get(0)) + 26;
        return 18 + f.branches().stream().mapToInt(b -> boxes(b).size()).max().orElse(1) * (CHIP_WIDTH + CHIP_GAP + 6) + 24;
    }

    private double width(List<ArchitecturePart> some) {
        return some.stream().mapToDouble(this::width).sum();
    }

    private double above(ArchitecturePart part) {
        if (part instanceof Box b) return side(b) / 2 + depth(b);
        if (part instanceof Repeat r) return above(r.part()) + 16;
        Fork f = (Fork) part;
        if (f.arrowAround()) return f.branches().get(0).stream().mapToDouble(this::above).max().orElse(0) + 20 + (boxes(f.branches().get(1)).isEmpty() ? 0 : CHIP_HEIGHT / 2);
        return f.branches().size() * (CHIP_HEIGHT + CHIP_GAP) / 2 + 16;
    }

    private double below(ArchitecturePart part) {
        if (part instanceof Box b) return side(b) / 2 + labelRoom;
        if (part instanceof Repeat r) return below(r.part());
        Fork f = (Fork) part;
        if (f.arrowAround()) return f.branches().get(0).stream().mapToDouble(this::below).max().orElse(0);
        return f.branches().size() * (CHIP_HEIGHT + CHIP_GAP) / 2 + 16;
    }

    private double side(Box b) {
        if (b.out().length > 1) return 12 + (TALLEST - 12) * Math.sqrt(b.out()[b.out().length - 1] / largest);
        return 12 + 7 * Math.log(b.out()[0] + 1.0) / Math.log(2);
    }

    private double thick(Box b) {
        return b.out().length > 1 ? 3 + 3 * Math.log(b.out()[0] + 1.0) / Math.log(2) : 6;
    }

    private double depth(Box b) {
        return b.out().length > 1 ? side(b) * 0.2 : 4;
    }

    static List<Box> boxes(List<ArchitecturePart> some) {
        List<Box> all = new ArrayList<>();
        for (ArchitecturePart p : some) {
            if (p instanceof Box b) all.add(b);
            if (p instanceof Repeat r) all.addAll(boxes(List.of(r.part())));
            if (p instanceof Fork f) f.branches().forEach(b -> all.addAll(boxes(b)));
        }
        return all;
    }

    // ---------------------------------------------------------------- drawing

    /** Draws a part that begins at x and returns where the next one begins. */
    private double draw(Graphics2D g, ArchitecturePart part, double x, double centre) {
        if (part instanceof Box b) box(g, b, x, centre);
        if (part instanceof Repeat r) repeat(g, r, x, centre);
        if (part instanceof Fork f && f.arrowAround()) around(g, f, x, centre);
        if (part instanceof Fork f && !f.arrowAround()) lanes(g, f, x, centre);
        return x + width(part);
    }

    private void box(Graphics2D g, Box b, double x, double centre) {
        double side = side(b), t = thick(b), d = depth(b), room = width(b), left = x + (few ? (room - t - d) / 2 : 4), top = centre - side / 2;
        Color colour = colour(b.kind());
        line(g, x, centre, x + room, centre, Palette.LINE);
        face(g, mix(colour, Color.WHITE, 0.55), left, top, left + d, top - d, left + d + t, top - d, left + t, top);
        face(g, mix(colour, Palette.INK, 0.18), left + t, top, left + t + d, top - d, left + t + d, top - d + side, left + t, top + side);
        face(g, mix(colour, Color.WHITE, 0.25), left, top, left + t, top, left + t, top + side, left, top + side);
        Pen pen = new Pen(g);
        for (int i = 0; i < Math.min(2, marks(b).size()); i++) pen.box(left + t - 2.5 * (i + 1), top + 0.5, 2, side - 1, markColour(marks(b).get(i)));
        places.put(b.path(), new double[] {left + t / 2 + d / 2, top - d, centre});
        double under = centre + side(b) / 2;
        if (few) {
            double middle = x + room / 2;
            pen.centre(b.label(), middle, under + 15, NAME, Palette.INK).centre(b.shape(), middle, under + 27, NAME, Palette.SOFT_INK)
                .centre(second(b), middle, under + 38, TINY, Palette.SOFT_INK);
        } else {
            double middle = left + t / 2;
            pen.upwards(first(b), middle - 1, under + 6 + Pen.widthOf(first(b), NAME), NAME, Palette.INK);
            if (!second(b).isEmpty()) pen.upwards(second(b), middle + 10, under + 6 + Pen.widthOf(second(b), TINY), TINY, Palette.SOFT_INK);
        }
    }

    private void repeat(Graphics2D g, Repeat r, double x, double centre) {
        double top = centre - above(r.part()) - 14, inner = width(r.part());
        draw(g, r.part(), x + 8, centre);
        double[] place = places.get(boxes(List.of(r.part())).get(0).path());
        r.paths().forEach(path -> places.putIfAbsent(path, place));
        line(g, x, centre, x + 8, centre, Palette.LINE);
        line(g, x + 8 + inner, centre, x + 16 + inner, centre, Palette.LINE);
        round(g, new RoundRectangle2D.Double(x + 3, top, inner + 10, centre - top + below(r.part()), 8, 8), null, Palette.SOFT_INK);
        new Pen(g).right(r.times() + " ×", x + inner + 9, top + 12, Palette.bold(11), Palette.INK);
    }

    /** The longer branch as boxes in line, an arrow over them for the other. */
    private void around(Graphics2D g, Fork f, double x, double centre) {
        double at = x + 14, inner = width(f.branches().get(0)), end = at + inner + 8;
        double top = centre - f.branches().get(0).stream().mapToDouble(this::above).max().orElse(0) - 12
            - (boxes(f.branches().get(1)).isEmpty() ? 0 : CHIP_HEIGHT / 2);
        line(g, x, centre, at, centre, Palette.LINE);
        for (ArchitecturePart part : f.branches().get(0)) at = draw(g, part, at, centre);
        line(g, at, centre, x + width(f), centre, Palette.LINE);
        over(g, x + 6, centre, top, end + 6, centre - 7);
        List<Box> chips = boxes(f.branches().get(1));
        if (!chips.isEmpty()) chip(g, chips.get(0), (x + 6 + end + 6 - Math.min(CHIP_WIDTH, inner)) / 2, top - CHIP_HEIGHT / 2, Math.min(CHIP_WIDTH, inner));
        join(g, end + 6, centre, f.sum());
    }

    /** Every branch as a line of small boxes. */
    private void lanes(Graphics2D g, Fork f, double x, double centre) {
        double pitch = CHIP_HEIGHT + CHIP_GAP, top = centre - f.branches().size() * pitch / 2, right = x + width(f) - 18;
        new Pen(g).left(f.name().toLowerCase(Locale.ROOT), x + 18, top - 5, TINY, Palette.SOFT_INK);
        for (int i = 0; i < f.branches().size(); i++) {
            double y = top + (i + 0.5) * pitch;
            curve(g, x, centre, x + 16, y);
            double at = x + 18;
            line(g, at - 2, y, right - 22, y, Palette.LINE);
            for (Box b : boxes(f.branches().get(i))) {
                chip(g, b, at, y - CHIP_HEIGHT / 2, CHIP_WIDTH);
                at += CHIP_WIDTH + CHIP_GAP + 6;
            }
            curve(g, right - 22, y, right + 3, centre);
        }
        join(g, right + 3, centre, f.sum());
        line(g, right + 10, centre, right + 18, centre, Palette.LINE);
    }

    private void chip(Graphics2D g, Box b, double x, double y, double width) {
        round(g, new RoundRectangle2D.Double(x, y, width, CHIP_HEIGHT, 6, 6), mix(colour(b.kind()), Color.WHITE, 0.72), colour(b.kind()));
        Pen pen = new Pen(g);
        pen.centre(Pen.fit(b.label(), TINY, width - 4), x + width / 2, y + 12, TINY, Palette.INK);
        pen.centre(Pen.fit(b.shape(), TINY, width - 4), x + width / 2, y + 23, TINY, Palette.SOFT_INK);
    }

    /** Long connections, the shortest lowest; one from another line is written out. */
    private void arcs(Graphics2D g, List<ArchitecturePart> some, double centre) {
        List<Box> joined = boxes(some).stream().filter(b -> b.joined() != null).toList();
        double base = centre - some.stream().mapToDouble(this::above).max().orElse(0) - 4;
        for (int i = 0; i < joined.size(); i++) {
            double[] to = places.get(joined.get(i).path()), from = places.get(joined.get(i).joined());
            double y = base - 12 - 15.0 * i;
            if (from == null || from[2] != centre) {
                new Pen(g).centre("+ " + joined.get(i).joined(), to[0], to[1] - 6, TINY, AROUND);
                continue;
            }
            over(g, from[0], from[1] - 2, y, to[0], to[1] - 2);
        }
    }

    private void legend(Pen pen, double y) {
        Set<Kind> kinds = new LinkedHashSet<>();
        Set<String> marks = new LinkedHashSet<>();
        for (Box b : boxes(parts)) {
            kinds.add(b.kind());
            b.marks().forEach(m -> marks.add(m.equals("Relu") ? "ReLU" : m));
        }
        double x = EDGE;
        for (Kind kind : kinds) {
            if (kind == Kind.INPUT) continue;
            String name = kind.name().toLowerCase(Locale.ROOT);
            pen.box(x, y - 9, 11, 11, mix(colour(kind), Color.WHITE, 0.25)).left(name, x + 15, y, TINY, Palette.INK);
            x += 28 + Pen.widthOf(name, TINY);
        }
        for (String mark : marks) {
            pen.box(x + 4, y - 10, 3, 12, markColour(mark)).left(mark, x + 12, y, TINY, Palette.INK);
            x += 24 + Pen.widthOf(mark, TINY);
        }
    }

    private static List<String> marks(Box b) {
        return b.marks().stream().distinct().toList();
    }

    private static String first(Box b) {
        return b.label() + (b.out().length > 1 && b.kind() == Kind.CONVOLUTION ? ", " + b.out()[0] : "");
    }

    private String second(Box b) {
        String count = b.count() == 0 ? "" : Numbers.grouped(b.count(), " ");
        return few ? count.isEmpty() ? "" : count + " param." : b.shape() + (count.isEmpty() ? "" : " · " + count);
    }
}
