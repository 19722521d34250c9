package org.convbook.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * A matrix drawn as coloured cells with names at its sides. The numbers stand in the cells as long as they can be read
 * (up to 20 columns); the names of rows and columns are thinned out when there are more than about forty.
 */
public final class HeatMap implements Drawn {
    private static final int EDGE = 12;
    private static final int TITLE = 34;
    private static final int LARGEST_PLOT = 560;
    private static final int NUMBERS_UP_TO = 20;
    private static final int LONGEST_NAME = 120;
    private static final int MOST = 400;

    private final String title;
    private final double[][] values;
    private final List<String> rows;
    private final List<String> columns;
    private String rowTitle = "";
    private String columnTitle = "";
    private double[][] shades;
    private String noteTitle = "";
    private List<String> notes = List.of();
    private String footTitle = "";
    private List<String> feet = List.of();
    private DoubleFunction<String> writing = HeatMap::number;
    private int[] marked;

    private HeatMap(String title, double[][] values, List<String> rows, List<String> columns) {
        this.title = title;
        this.values = values;
        this.shades = values;
        this.rows = List.copyOf(rows);
        this.columns = List.copyOf(columns);
    }

    /** A heat map of rows x columns values; sizes that do not fit the names are an {@link IllegalArgumentException}. */
    public static HeatMap of(String title, double[][] values, List<String> rows, List<String> columns) {
        checkSize(values, rows.size(), columns.size());
        if (rows.isEmpty() || columns.isEmpty() || rows.size() > MOST || columns.size() > MOST)
            throw new IllegalArgumentException("heat map: 1 to " + MOST + " rows and columns, got " + rows.size() + " x " + columns.size());
        return new HeatMap(title, Arrays.stream(values).map(double[]::clone).toArray(double[][]::new), rows, columns);
    }

    /** What the rows and the columns are, written at their sides. */
    public HeatMap titled(String rowTitle, String columnTitle) {
        this.rowTitle = rowTitle;
        this.columnTitle = columnTitle;
        return this;
    }

    /** Colours the cells by these numbers in [0, 1] instead of by the values from smallest to largest. */
    public HeatMap shaded(double[][] shades) {
        checkSize(shades, rows.size(), columns.size());
        this.shades = Arrays.stream(shades).map(double[]::clone).toArray(double[][]::new);
        return this;
    }

    /** One more column of text to the right of the matrix, such as each row's recall. */
    public HeatMap noted(String noteTitle, List<String> notes) {
        if (notes.size() != rows.size())
            throw new IllegalArgumentException("heat map: " + notes.size() + " notes but " + rows.size() + " rows");
        this.noteTitle = noteTitle;
        this.notes = List.copyOf(notes);
        return this;
    }

    /** One more row of text under the matrix, such as each column's precision. */
    public HeatMap footed(String footTitle, List<String> feet) {
        if (feet.size() != columns.size())
            throw new IllegalArgumentException("heat map: " + feet.size() + " texts under " + columns.size() + " columns");
        this.footTitle = footTitle;
        this.feet = List.copyOf(feet);
        return this;
    }

    /** How a value is written into its cell; what is written as "0" leaves the cell empty. */
    public HeatMap written(DoubleFunction<String> writing) {
        this.writing = writing;
        return this;
    }

    /** Frames one cell: the one that is chosen. */
    public HeatMap mark(int row, int column) {
        this.marked = new int[] {row, column};
        return this;
    }

    @Override public Figure figure() {
        Layout at = layout();
        double noteRoom = notes.isEmpty() ? 0 : 10 + Math.max(longest(notes, at.names), Pen.widthOf(noteTitle, at.names));
        int width = (int) Math.ceil(Math.max(at.left + columns.size() * at.cell + noteRoom + EDGE, Pen.widthOf(title, Palette.bold(13)) + 2 * EDGE));
        int height = (int) Math.ceil(at.top + rows.size() * at.cell + (feet.isEmpty() ? 0 : footRoom(at)) + EDGE);
        return Figure.of(Math.min(width, Figure.MAX_SIDE), height, toString(), g -> draw(new Pen(g), at));
    }

    private record Layout(double left, double top, double cell, Font names, Font numbers, boolean upright, double nameRoom) {}

    private Layout layout() {
        int most = Math.max(rows.size(), columns.size());
        double cell = Math.max(4, Math.min(40, Math.floor((double) LARGEST_PLOT / most)));
        Font names = Palette.font(Math.max(8, Math.min(11, cell * 0.9)));
        double rowRoom = Math.max(Math.min(LONGEST_NAME, longest(rows, names)), feet.isEmpty() ? 0 : Pen.widthOf(footTitle, names)),
            columnRoom = Math.min(LONGEST_NAME, longest(columns, names));
        boolean upright = columnRoom > cell - 2;
        double left = EDGE + (rowTitle.isEmpty() ? 0 : 20) + rowRoom + 6;
        double top = TITLE + (columnTitle.isEmpty() ? 0 : 18) + (upright ? columnRoom : 12) + 8;
        return new Layout(left, top, cell, names, Palette.font(Math.min(11, numberSize(cell))), upright, columnRoom);
    }

    private double numberSize(double cell) {
        double widest = Arrays.stream(values).flatMapToDouble(Arrays::stream).mapToObj(writing)
            .mapToDouble(s -> Pen.widthOf(s, Palette.font(10)) / 10).max().orElse(1);
        return (cell - 4) / widest;
    }

    private void draw(Pen pen, Layout at) {
        double plotWidth = columns.size() * at.cell, plotHeight = rows.size() * at.cell;
        pen.left(title, EDGE, 22, Palette.bold(13), Palette.INK);
        if (!columnTitle.isEmpty()) pen.centre(columnTitle, at.left + plotWidth / 2, TITLE + 10, Palette.font(11), Palette.SOFT_INK);
        if (!rowTitle.isEmpty())
            pen.upwards(rowTitle, EDGE + 10, at.top + (plotHeight + Pen.widthOf(rowTitle, Palette.font(11))) / 2, Palette.font(11), Palette.SOFT_INK);
        double[] range = range();
        if (columns.size() > NUMBERS_UP_TO) pen.picture(cells(range), at.left, at.top, at.cell);
        else for (int r = 0; r < rows.size(); r++)
            for (int c = 0; c < columns.size(); c++) cell(pen, at, r, c, (shades[r][c] - range[0]) / range[1]);
        pen.frame(at.left, at.top, plotWidth, plotHeight, Palette.SOFT_INK);
        names(pen, at);
        feet(pen, at);
        if (marked != null) pen.mark(at.left + marked[1] * at.cell, at.top + marked[0] * at.cell, at.cell, at.cell);
    }

    /** The texts under the columns; upright where they would not fit beside each other. */
    private void feet(Pen pen, Layout at) {
        int step = (int) Math.ceil((at.names.getSize2D() + 2) / at.cell);
        double bottom = at.top + rows.size() * at.cell;
        boolean flat = longest(feet, at.names) <= at.cell - 2;
        for (int c = 0; c < feet.size(); c += step) {
            double x = at.left + c * at.cell + at.cell / 2;
            if (flat) pen.centre(feet.get(c), x, bottom + 16, at.names, Palette.INK);
            else pen.upwards(feet.get(c), x + at.names.getSize2D() * 0.36, bottom + footRoom(at) - 2, at.names, Palette.INK);
        }
        pen.right(footTitle, at.left - 6, bottom + 16, at.names, Palette.SOFT_INK);
    }

    private double footRoom(Layout at) {
        double longest = longest(feet, at.names);
        return longest <= at.cell - 2 ? 22 : longest + 10;
    }

    private BufferedImage cells(double[] range) {
        BufferedImage image = new BufferedImage(columns.size(), rows.size(), BufferedImage.TYPE_INT_RGB);
        for (int r = 0; r < rows.size(); r++)
            for (int c = 0; c < columns.size(); c++)
                image.setRGB(c, r, Palette.sequential((shades[r][c] - range[0]) / range[1]).getRGB());
        return image;
    }

    private void cell(Pen pen, Layout at, int r, int c, double shade) {
        Color colour = Palette.sequential(shade);
        double x = at.left + c * at.cell, y = at.top + r * at.cell, gap = at.cell >= 12 ? 1 : 0;
        pen.box(x, y, at.cell - gap, at.cell - gap, colour);
        String number = writing.apply(values[r][c]);
        if (at.numbers.getSize2D() >= 6 && !number.equals("0"))
            pen.centre(number, x + at.cell / 2, y + at.cell / 2 + at.numbers.getSize2D() * 0.36, at.numbers, Palette.inkOn(colour));
    }

    private void names(Pen pen, Layout at) {
        int step = (int) Math.ceil((at.names.getSize2D() + 2) / at.cell);
        double half = at.cell / 2 + at.names.getSize2D() * 0.36;
        for (int r = 0; r < rows.size(); r += step)
            pen.right(Pen.fit(rows.get(r), at.names, LONGEST_NAME), at.left - 6, at.top + r * at.cell + half, at.names, Palette.INK);
        double right = at.left + columns.size() * at.cell + 8;
        if (!notes.isEmpty()) pen.left(noteTitle, right, at.top - 6, at.names, Palette.SOFT_INK);
        for (int r = 0; r < notes.size(); r += step) pen.left(notes.get(r), right, at.top + r * at.cell + half, at.names, Palette.INK);
        for (int c = 0; c < columns.size(); c += step) {
            String name = Pen.fit(columns.get(c), at.names, LONGEST_NAME);
            double x = at.left + c * at.cell;
            if (at.upright) pen.upwards(name, x + half, at.top - 6, at.names, Palette.INK);
            else pen.centre(name, x + at.cell / 2, at.top - 6, at.names, Palette.INK);
        }
    }

    private double[] range() {
        if (shades != values) return new double[] {0, 1};
        double[] finite = Arrays.stream(values).flatMapToDouble(Arrays::stream).filter(Double::isFinite).toArray();
        double low = Arrays.stream(finite).min().orElse(0), high = Arrays.stream(finite).max().orElse(1);
        return new double[] {low, high > low ? high - low : 1};
    }

    /** The matrix as an aligned table, or its size where it is too wide for one. */
    @Override public String toString() {
        StringBuilder s = new StringBuilder(title);
        if (!rowTitle.isEmpty()) s.append("\n  rows: ").append(rowTitle).append(", columns: ").append(columnTitle);
        if (columns.size() > NUMBERS_UP_TO)
            return s.append("\n  ").append(rows.size()).append(" x ").append(columns.size()).append(" cells").toString();
        int name = rows.stream().mapToInt(String::length).max().orElse(0);
        int cell = Math.max(columns.stream().mapToInt(String::length).max().orElse(0),
            Arrays.stream(values).flatMapToDouble(Arrays::stream).mapToObj(writing).mapToInt(String::length).max().orElse(0));
        s.append("\n  ").append(" ".repeat(name));
        for (String c : columns) s.append("  ").append(String.format("%" + cell + "s", c));
        if (!notes.isEmpty()) s.append("  ").append(noteTitle);
        for (int r = 0; r < rows.size(); r++) {
            s.append("\n  ").append(String.format("%-" + Math.max(1, name) + "s", rows.get(r)));
            for (double v : values[r]) s.append("  ").append(String.format("%" + cell + "s", writing.apply(v)));
            if (!notes.isEmpty()) s.append("  ").append(notes.get(r));
        }
        if (!feet.isEmpty()) s.append("\n  ").append(footTitle).append(": ").append(String.join("  ", feet));
        return s.toString();
    }

    private static String number(double v) {
        if (v == Math.rint(v) && Math.abs(v) < 1e9) return Long.toString((long) v);
        return Double.isFinite(v) ? String.format(Locale.ROOT, Math.abs(v) >= 100 ? "%.0f" : "%.2f", v) : Numbers.format(v);
    }

    private static double longest(List<String> names, Font font) {
        return names.stream().mapToDouble(n -> Pen.widthOf(n, font)).max().orElse(0);
    }

    private static void checkSize(double[][] values, int rows, int columns) {
        if (values.length != rows)
            throw new IllegalArgumentException("heat map: " + values.length + " rows of values but " + rows + " row names");
        for (int r = 0; r < rows; r++)
            if (values[r].length != columns)
                throw new IllegalArgumentException("heat map: row " + r + " has " + values[r].length + " values but there are "
                    + columns + " column names");
    }
}
