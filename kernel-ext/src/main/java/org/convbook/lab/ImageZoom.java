package org.convbook.lab;

import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.chart.Palette;
import org.convbook.chart.Pen;
import org.convbook.chart.Pictures;
import org.convbook.data.Dataset;
import org.convbook.render.Levels;
import org.convbook.widget.HBox;
import org.convbook.widget.Image;
import org.convbook.widget.IntSlider;
import org.convbook.widget.Movable;
import org.convbook.widget.ToggleButtons;
import org.convbook.widget.VBox;
import org.convbook.widget.ValueWidget;
import org.convbook.widget.Widget;

/**
 * A picture beside a magnified window of it in which every pixel says its value, 0 (dark) to 255 (full).
 * <pre>
 * ImageZoom.of(photo).at(120, 80).plane(ImageZoom.Plane.RED)
 * </pre>
 * A grey picture has one number a pixel, a colour picture three: red, green, blue; {@link Plane} shows one of them alone. A window that does not
 * lie inside the picture is an {@link IllegalArgumentException}.
 */
public final class ImageZoom implements Movable, Drawn {
    private static final int SIDE = 320;
    private static final int EDGE = 12;
    private static final int TOP = 66;
    private static final int PLACES = 5;
    private static final Font SMALL = Palette.font(11);
    private static final Font TINY = Palette.font(9);

    /** What of each pixel is shown. */
    public enum Plane {
        /** All there is: one number a grey pixel, three a coloured one. */
        ALL,
        /** The red plane alone. */
        RED,
        /** The green plane alone. */
        GREEN,
        /** The blue plane alone. */
        BLUE;

        @Override public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final BufferedImage image;
    private final Map<Plane, BufferedImage> drawn;                         // shared by all windows of one picture
    private final int x;
    private final int y;
    private final int size;
    private final Plane plane;

    private ImageZoom(BufferedImage image, int x, int y, int size) {
        this.image = image;
        this.drawn = new ConcurrentHashMap<>();
        this.x = x;
        this.y = y;
        this.size = size;
        this.plane = Plane.ALL;
    }

    private ImageZoom(ImageZoom other, int x, int y, int size, Plane plane) {
        this.image = other.image;
        this.drawn = other.drawn;
        this.x = x;
        this.y = y;
        this.size = size;
        this.plane = plane;
    }

    /** A window of 10 x 10 pixels, or as many as there are, in the middle of the picture. */
    public static ImageZoom of(BufferedImage image) {
        int size = Math.min(10, Math.min(image.getWidth(), image.getHeight()));
        return new ImageZoom(image, (image.getWidth() - size) / 2, (image.getHeight() - size) / 2, size);
    }

    /** Image {@code i} of a data set. */
    public static ImageZoom of(Dataset images, int i) {
        return of(images.picture(i));
    }

    /** The window begins at this column and row of the picture, counted from 0. */
    public ImageZoom at(int column, int row) {
        check(column, row, size);
        return new ImageZoom(this, column, row, size, plane);
    }

    /** The window is this many pixels wide and high, 1 to 20; it stays where it is, or moves so that it lies in the picture. */
    public ImageZoom window(int pixels) {
        if (pixels < 1 || pixels > 20) throw new IllegalArgumentException("image zoom: the window is 1 to 20 pixels wide, got " + pixels);
        int newX = Math.min(x, image.getWidth() - pixels), newY = Math.min(y, image.getHeight() - pixels);
        check(newX, newY, pixels);
        return new ImageZoom(this, newX, newY, pixels, plane);
    }

    /** All planes, or one alone; a grey picture has no planes of colour. */
    public ImageZoom plane(Plane plane) {
        if (plane != Plane.ALL && grey()) throw new IllegalArgumentException("image zoom: a grey picture has no " + plane + " plane");
        return new ImageZoom(this, x, y, size, plane);
    }

    /** The values 0 to 255 of a pixel: one of a grey picture, red, green and blue of another. */
    public int[] pixel(int column, int row) {
        check(column, row, 1);
        if (grey())
            return new int[] {Math.round(image.getRaster().getSample(column, row,
                0) * (image.getSampleModel().getSampleSize(0) == 16 ? 255f / 65535 : 1))};
        Color colour = new Color(image.getRGB(column, row));
        return new int[] {colour.getRed(), colour.getGreen(), colour.getBlue()};
    }

    @Override public Figure figure() {
        double scale = (double) SIDE / Math.max(image.getWidth(), image.getHeight()), cell = (double) SIDE / size;
        BufferedImage whole = drawn.computeIfAbsent(plane, p -> Math.max(image.getWidth(), image.getHeight()) > SIDE
            ? Pictures.shrink(shown(), SIDE) : shown());
        int left = (int) Math.ceil(EDGE + image.getWidth() * scale) + 48;
        return Figure.of(left + SIDE + EDGE, TOP + SIDE + EDGE, toString(), g -> {
            Pen pen = new Pen(g);
            pen.left(title(), EDGE, 22, Palette.bold(13), Palette.INK);
            pen.left(image.getWidth() + " x " + image.getHeight() + " pixels", EDGE, 40, SMALL, Palette.SOFT_INK);
            pen.left(window(), left, 40, SMALL, Palette.SOFT_INK);
            pen.picture(whole, EDGE, TOP, image.getWidth() * scale / whole.getWidth());
            pen.frame(EDGE + x * scale - 3, TOP + y * scale - 3, size * scale + 6, size * scale + 6, Color.WHITE);   // seen on an orange cat too
            pen.mark(EDGE + x * scale, TOP + y * scale, size * scale, size * scale);
            new NumberedCells(size, size, i -> new Color(colour(pixel(x + i % size, y + i / size))), this::numbers).paint(pen, left, TOP, cell);
            for (int i = 0; i < size; i++) {
                pen.centre("" + (x + i), left + (i + 0.5) * cell, TOP - 5, TINY, Palette.SOFT_INK);
                pen.right("" + (y + i), left - 5, TOP + (i + 0.5) * cell + 3, TINY, Palette.SOFT_INK);
            }
        });
    }

    /** Sliders for the window's place, and for a colour picture its planes. */
    @Override public Widget widget() {
        IntSlider column = new IntSlider("column", 0, image.getWidth() - size, x), row = new IntSlider("row", 0, image.getHeight() - size, y);
        IntSlider pixels = new IntSlider("window", Math.min(4, size), Math.min(16, Math.min(image.getWidth(), image.getHeight())), size);
        ToggleButtons<Plane> planes = new ToggleButtons<>("plane", List.of(Plane.values())).value(plane);
        Image picture = Image.of(figure());
        Runnable redraw = () -> {
            int n = pixels.value();
            picture.picture(new ImageZoom(this, Math.min(column.value(), image.getWidth() - n),
                Math.min(row.value(), image.getHeight() - n), n, planes.value())
                .figure());
        };
        for (ValueWidget<?, ?> control : List.of(column, row, pixels, planes)) control.onChange(v -> redraw.run());
        return grey() ? new VBox(new HBox(column, row, pixels), picture) : new VBox(new HBox(column, row, pixels), planes, picture);
    }

    /** Frames over five columns and five rows. */
    @Override public Levels levels() {
        List<Integer> columns = places(image.getWidth() - size, x), rows = places(image.getHeight() - size, y);
        return Frames.over("column", columns, "row", rows, (c, r) -> new ImageZoom(this, c, r, size, plane).figure()).title(title())
            .startAt(columns.indexOf(x), rows.indexOf(y)).levels().withText(toString());
    }

    /** The numbers in the window, row by row. */
    @Override public String toString() {
        String rows = IntStream.range(0, size).mapToObj(r -> IntStream.range(0, size).mapToObj(c -> String.join(",", numbers(r * size + c)))
            .collect(Collectors.joining(" ", "\n    ", ""))).collect(Collectors.joining());
        return title() + "\n  " + image.getWidth() + " x " + image.getHeight() + " pixels, " + window() + rows;
    }

    private String title() {
        return grey() ? "A grey picture is one number a pixel" : plane == Plane.ALL ? "A colour picture is three numbers a pixel: red, green, blue"
            : "The " + plane + " plane of a colour picture";
    }

    private String window() {
        return "columns " + x + " to " + (x + size - 1) + ", rows " + y + " to " + (y + size - 1);
    }

    /** The picture, or one plane of it in its colour. */
    private BufferedImage shown() {
        BufferedImage result = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int r = 0; r < image.getHeight(); r++)
            for (int c = 0; c < image.getWidth(); c++) result.setRGB(c, r, colour(pixel(c, r)));
        return result;
    }

    private int colour(int[] v) {
        int rgb = v.length == 1 ? v[0] << 16 | v[0] << 8 | v[0] : v[0] << 16 | v[1] << 8 | v[2];
        return plane == Plane.ALL ? rgb : rgb & 0xFF0000 >> 8 * (plane.ordinal() - 1);
    }

    private List<String> numbers(int cell) {
        int[] values = pixel(x + cell % size, y + cell / size);
        if (plane == Plane.ALL) return Arrays.stream(values).mapToObj(Integer::toString).toList();
        return List.of(Integer.toString(values[plane.ordinal() - 1]));
    }

    private boolean grey() {
        return image.getRaster().getNumBands() <= 2;
    }

    /** Places spread over the way, one of which is the present one. */
    private static List<Integer> places(int last, int here) {
        return IntStream.range(0, PLACES).map(k -> last * k / (PLACES - 1)).boxed().map(p -> Math.abs(p - here) * 2 * (PLACES - 1) <= last ? here : p)
            .distinct().sorted().toList();
    }

    private void check(int column, int row, int pixels) {
        if (column < 0 || row < 0 || column + pixels > image.getWidth() || row + pixels > image.getHeight())
            throw new IllegalArgumentException("image zoom: a window of " + pixels + " x " + pixels + " pixels at column " + column + ", row " + row
                + " does not lie in a picture of " + image.getWidth() + " x " + image.getHeight());
    }
}
