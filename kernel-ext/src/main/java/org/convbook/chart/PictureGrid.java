package org.convbook.chart;

import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Small pictures in rows, each enlarged pixel by pixel, with a gap of one of its pixels (at most 4 on the page) and a caption under it.
 * Set what differs from the defaults, then take {@link #figure()}: {@code new PictureGrid("Digits").columns(5).add(image, "7").figure()}.
 */
public final class PictureGrid implements Drawn {
    private static final int EDGE = 12;
    private static final int MOST_COLUMNS = 64;

    private record Cell(BufferedImage picture, List<String> caption) {}

    private final String title;
    private final List<Cell> cells = new ArrayList<>();
    private String subtitle = "";
    private List<String> rowNames = List.of();
    private List<String> columnNames = List.of();
    private int columns;
    private int cellSize = 48;
    private int least;
    private int marked = -1;

    /** An empty grid with a title, which may be empty. */
    public PictureGrid(String title) {
        this.title = title;
    }

    /** A line in soft ink under the title: units, range, what the colours mean. */
    public PictureGrid subtitle(String subtitle) {
        this.subtitle = subtitle;
        return this;
    }

    /** How many pictures stand in a row; without it as many rows as columns. */
    public PictureGrid columns(int columns) {
        if (columns < 1 || columns > MOST_COLUMNS)
            throw new IllegalArgumentException("PictureGrid: 1 to " + MOST_COLUMNS + " columns, got " + columns);
        this.columns = columns;
        return this;
    }

    /** About how wide a picture is on the page, in CSS pixels; pictures are enlarged by whole factors only. */
    public PictureGrid cellSize(int pixels) {
        this.cellSize = pixels;
        return this;
    }

    /** Makes the figure at least this wide, in CSS pixels. */
    public PictureGrid atLeast(int width) {
        this.least = width;
        return this;
    }

    /** Names for the rows, to their left, and for the columns, above them: a grid with two meanings. */
    public PictureGrid sides(List<String> rows, List<String> columns) {
        this.rowNames = List.copyOf(rows);
        this.columnNames = List.copyOf(columns);
        return this;
    }

    /** Draws a frame around picture {@code i}, counted from 0: the one that is chosen. */
    public PictureGrid mark(int i) {
        this.marked = i;
        return this;
    }

    /** One more picture, with the lines of its caption. */
    public PictureGrid add(BufferedImage picture, String... caption) {
        cells.add(new Cell(picture, List.of(caption)));
        return this;
    }

    /** The number of pictures. */
    public int size() {
        return cells.size();
    }

    @Override public Figure figure() {
        Layout at = layout();
        return Figure.of(at.width, at.height, toString(), g -> draw(new Pen(g), at));
    }

    /** Title, subtitle and the captions of all pictures. */
    @Override public String toString() {
        String captions = cells.stream().map(c -> String.join(" ", c.caption)).filter(s -> !s.isBlank()).collect(Collectors.joining(", "));
        String head = title + (subtitle.isEmpty() ? "" : "\n  " + subtitle);
        return head + "\n  " + cells.size() + (cells.size() == 1 ? " picture" : " pictures") + (captions.isEmpty() ? "" : ": " + captions);
    }

    private record Layout(
        int columns, double factor, double gap, double cellWidth, double cellHeight, double left, double top, Font font, int width, int height) {}

    private Layout layout() {
        int n = Math.max(1, cells.size());
        int across = columns > 0 ? Math.min(columns, n) : Math.min(MOST_COLUMNS, (int) Math.ceil(Math.sqrt(n)));
        int picWidth = cells.stream().mapToInt(c -> c.picture.getWidth()).max().orElse(1);
        int picHeight = cells.stream().mapToInt(c -> c.picture.getHeight()).max().orElse(1);
        double factor = Math.max(1, Math.round((double) cellSize / picWidth));
        int lines = cells.stream().mapToInt(c -> c.caption.size()).max().orElse(0);
        Font font = Palette.font(picWidth * factor < 34 ? 8 : 10);
        double captions = lines == 0 ? 0 : lines * (font.getSize2D() + 2) + 3;
        double text = cells.stream().flatMap(c -> c.caption.stream()).mapToDouble(s -> Pen.widthOf(s, font)).max().orElse(0);
        double gap = Math.min(4, factor), cellWidth = Math.max(picWidth * factor, Math.min(text + 2, 3 * cellSize)) + gap;
        double top = (title.isEmpty() ? EDGE : 32) + (subtitle.isEmpty() ? 0 : 16) + (columnNames.isEmpty() ? 0 : 12);
        double left = EDGE + rowNames.stream().mapToDouble(s -> Pen.widthOf(s, font) + 5).max().orElse(0);
        int rows = (n + across - 1) / across;
        double cellHeight = picHeight * factor + captions + gap;
        double head = Math.max(Pen.widthOf(title, Palette.bold(13)), Pen.widthOf(subtitle, Palette.font(11)));
        int width = (int) Math.ceil(Math.max(least, Math.max(left + across * cellWidth - gap, EDGE + Math.min(head, 700)) + EDGE));
        return new Layout(across, factor, gap, cellWidth, cellHeight, left, top, font, width, (int) Math.ceil(top + rows * cellHeight - gap + EDGE));
    }

    private void draw(Pen pen, Layout at) {
        double room = at.width - 2.0 * EDGE;
        if (!title.isEmpty()) pen.left(Pen.fit(title, Palette.bold(13), room), EDGE, 22, Palette.bold(13), Palette.INK);
        if (!subtitle.isEmpty())
            pen.left(Pen.fit(subtitle, Palette.font(11), room), EDGE, title.isEmpty() ? 12 : 38, Palette.font(11), Palette.SOFT_INK);
        double middle = (at.cellHeight - at.gap) / 2 + at.font.getSize2D() * 0.36;
        for (int r = 0; r < rowNames.size(); r++)
            pen.right(rowNames.get(r), at.left - 5, at.top + r * at.cellHeight + middle, at.font, Palette.SOFT_INK);
        for (int c = 0; c < columnNames.size(); c++)
            pen.centre(columnNames.get(c), at.left + c * at.cellWidth + (at.cellWidth - at.gap) / 2, at.top - 4, at.font, Palette.SOFT_INK);
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            double x = at.left + i % at.columns * at.cellWidth, y = at.top + i / at.columns * at.cellHeight;
            double width = cell.picture.getWidth() * at.factor, inset = (at.cellWidth - at.gap - width) / 2;
            pen.picture(cell.picture, x + inset, y, at.factor);
            if (i == marked) pen.mark(x + inset, y, width, cell.picture.getHeight() * at.factor);
            double base = y + cell.picture.getHeight() * at.factor + at.font.getSize2D() + 1;
            for (String line : cell.caption) {
                pen.centre(Pen.fit(line, at.font, at.cellWidth), x + inset + width / 2, base, at.font, Palette.INK);
                base += at.font.getSize2D() + 2;
            }
        }
    }
}
