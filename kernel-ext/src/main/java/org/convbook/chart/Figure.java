package org.convbook.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;


import org.knowm.xchart.internal.chartpart.IChart;

/**
 * A drawing of fixed size with a description in words; it can be taken as SVG, as PNG or as text.
 *
 * <p>Sizes are in CSS pixels. The painter may be called several times and must draw the same each time;
 * the background is already white when it starts.
 */
public final class Figure {
    /** No figure is wider or higher than this, in CSS pixels. */
    public static final int MAX_SIDE = 4000;

    private final int width;
    private final int height;
    private final String text;
    private final Consumer<Graphics2D> painter;

    private Figure(int width, int height, String text, Consumer<Graphics2D> painter) {
        if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE)
            throw new IllegalArgumentException("Figure: size must be 1 to " + MAX_SIDE + " pixels each way, got " + width + " x " + height);
        this.width = width;
        this.height = height;
        this.text = text;
        this.painter = painter;
    }

    /** A figure of width x height CSS pixels; {@code text} says in words what it shows. */
    public static Figure of(int width, int height, String text, Consumer<Graphics2D> painter) {
        return new Figure(width, height, text, painter);
    }

    /** An XChart chart as it is, at its own size. */
    public static Figure of(IChart chart) {
        String title = chart.getTitle() == null || chart.getTitle().isBlank() ? "chart" : chart.getTitle();
        return new Figure(chart.getWidth(), chart.getHeight(), title, g -> {
            synchronized (chart) {                                    // an XChart chart keeps its layout between calls
                chart.paint(g, chart.getWidth(), chart.getHeight());
            }
        });
    }

    /** The figures beside each other, top edges level, {@code gap} pixels apart. */
    public static Figure row(int gap, Figure... figures) {
        int width = Stream.of(figures).mapToInt(Figure::width).sum() + gap * (figures.length - 1);
        int height = Stream.of(figures).mapToInt(Figure::height).max().orElse(1);
        return new Figure(width, height, joined(figures), g -> {
            int x = 0;
            for (Figure f : figures) {
                f.paintAt(g, x, 0);
                x += f.width + gap;
            }
        });
    }

    /** The figures under each other, left edges level, {@code gap} pixels apart. */
    public static Figure column(int gap, Figure... figures) {
        int width = Stream.of(figures).mapToInt(Figure::width).max().orElse(1);
        int height = Stream.of(figures).mapToInt(Figure::height).sum() + gap * (figures.length - 1);
        return new Figure(width, height, joined(figures), g -> {
            int y = 0;
            for (Figure f : figures) {
                f.paintAt(g, 0, y);
                y += f.height + gap;
            }
        });
    }

    /** Width in CSS pixels. */
    public int width() {
        return width;
    }

    /** Height in CSS pixels. */
    public int height() {
        return height;
    }

    /** What the figure shows, in words; the first line is the title. */
    public String text() {
        return text;
    }

    /** The figure as pixels, {@code scale} pixels for one CSS pixel. */
    public BufferedImage image(double scale) {
        if (!(scale > 0 && scale <= 8)) throw new IllegalArgumentException("Figure: scale must be in (0, 8], got " + scale);
        int w = Math.max(1, (int) Math.round(width * scale)), h = Math.max(1, (int) Math.round(height * scale));
        BufferedImage image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.setColor(Palette.PAPER);
            g.fillRect(0, 0, w, h);
            g.scale(scale, scale);
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            painter.accept(g);
        } finally {
            g.dispose();
        }
        return image;
    }

    /** The figure as a PNG file's bytes, {@code scale} pixels for one CSS pixel. */
    public byte[] png(double scale) {
        return Pictures.png(image(scale));
    }

    /** The figure as a self-contained SVG document. */
    public String svg() {
        return SvgGraphics.draw(width, height, title(), painter);
    }

    /** Draws the figure with its upper left corner at the origin of the context. */
    public void paint(Graphics2D g) {
        painter.accept(g);
    }

    /** The first line of the text. */
    public String title() {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    /**
     * Writes the figure to a file whose name ends in {@code .svg}, or in {@code .png} (two pixels for one CSS pixel).
     * Another ending is an {@link IllegalArgumentException}; a file that cannot be written is an {@link UncheckedIOException}.
     */
    public void save(Path file) {
        String name = file.toString();
        byte[] bytes;
        if (name.endsWith(".svg")) bytes = svg().getBytes(StandardCharsets.UTF_8);
        else if (name.endsWith(".png")) bytes = png(2);
        else throw new IllegalArgumentException("Figure: a file name must end in .svg or .png, got " + file);
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Figure: cannot write " + file, e);
        }
    }

    @Override public String toString() {
        return text;
    }

    private void paintAt(Graphics2D g, int x, int y) {
        Graphics2D part = (Graphics2D) g.create();
        try {
            part.translate(x, y);
            painter.accept(part);
        } finally {
            part.dispose();
        }
    }

    private static String joined(Figure[] figures) {
        if (figures.length == 0) throw new IllegalArgumentException("Figure: a row or column needs at least one figure, got none");
        return Stream.of(figures).map(Figure::text).filter(t -> !t.isBlank()).collect(Collectors.joining("\n"));
    }
}
